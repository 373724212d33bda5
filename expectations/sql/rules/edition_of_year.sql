-- F-EDITION: left is the edition the page uses, right the edition in force for its statistics year.
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN e.edition IS NULL THEN 'NOT_ASSESSABLE'
        WHEN e.edition = r.edition THEN 'PASS'
        WHEN list_contains($accepted, {'edition': r.edition, 'year': r.year}) THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CAST(r.edition AS DECIMAL(38, 6)) AS left_value,
    CAST(e.edition AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero,
    CAST([] AS TEXT[]) AS operands,
    CASE
        WHEN e.edition IS NULL THEN 'no_form_for_year: ' || r.year
        WHEN e.edition <> r.edition AND list_contains($accepted, {'edition': r.edition, 'year': r.year})
            THEN 'accepted_edition: ' || r.edition || ' in ' || r.year
    END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
LEFT JOIN ck_edition AS e ON r.year BETWEEN e.first_year AND e.last_year
WHERE s.is_target
