-- D-NOT-BEFORE: left and right count days after 31 December of the statistics year; nothing is published before day 1.
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN f.published_on IS NULL THEN 'NOT_ASSESSABLE'
        WHEN f.published_on > make_date(r.year, 12, 31) THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CAST(f.published_on - make_date(r.year, 12, 31) AS DECIMAL(38, 6)) AS left_value,
    CASE WHEN f.published_on IS NOT NULL THEN CAST(1 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE WHEN f.published_on IS NULL THEN 'no_publication_date' ELSE 'published: ' || f.published_on END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
JOIN ck_first AS f ON f.organ_id = r.organ_id AND f.year = r.year
WHERE s.is_target
