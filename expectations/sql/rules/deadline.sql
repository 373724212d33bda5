-- D-JAN31 and its like: the first publication against the due date. left and right count days after 31 December.
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN first.published_on IS NULL THEN 'NOT_ASSESSABLE'
        WHEN first.published_on <= due.on_date THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CAST(first.published_on - make_date(r.year, 12, 31) AS DECIMAL(38, 6)) AS left_value,
    CASE WHEN first.published_on IS NOT NULL THEN CAST(due.on_date - make_date(r.year, 12, 31) AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero,
    CAST([] AS TEXT[]) AS operands,
    CASE
        WHEN first.published_on IS NULL THEN 'no_publication_date'
        ELSE CASE WHEN $is_statutory THEN 'published: ' ELSE 'policy_date: ' END || first.published_on || ', due ' || due.on_date
    END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
JOIN ck_first AS first ON first.organ_id = r.organ_id AND first.year = r.year
JOIN LATERAL (SELECT make_date(r.year + 1, $month, $day) AS on_date) AS due ON TRUE
WHERE s.is_target AND list_contains($kinds, r.kind) AND r.year BETWEEN $first_year AND $last_year
