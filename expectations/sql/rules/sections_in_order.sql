-- F-SECTIONS: left counts the parts found in their order, right those the format asks for.
SELECT
    s.ix, 'report' AS scope,
    CASE WHEN len(q.sections) = 0 THEN 'NOT_ASSESSABLE' WHEN q.sections = $sections THEN 'PASS' ELSE 'FAIL' END AS status,
    CASE WHEN len(q.sections) > 0 THEN CAST(
        list_reduce(
            list_prepend(0, list_transform(list_filter(q.sections, lambda x: list_contains($sections, x)), lambda x: list_position($sections, x))),
            lambda done, next: CASE WHEN next = done + 1 THEN next ELSE done END
        ) AS DECIMAL(38, 6)
    ) END AS left_value,
    CASE WHEN len(q.sections) > 0 THEN CAST(len($sections) AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE
        WHEN len(q.sections) = 0 THEN 'no_sections'
        WHEN q.sections <> $sections THEN 'sections_found: ' || array_to_string(q.sections, ' ')
    END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
JOIN core.fact_report AS q ON q.report_id = r.report_id
WHERE s.is_target
