-- O-UNIQUE: left counts the reports in force for the organ and year.
SELECT
    s.ix, 'report' AS scope,
    CASE WHEN n.number = 0 THEN 'NOT_ASSESSABLE' WHEN n.number = 1 THEN 'PASS' ELSE 'FAIL' END AS status,
    CAST(n.number AS DECIMAL(38, 6)) AS left_value, CAST(1 AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE WHEN n.number = 0 THEN 'none_in_force' END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
JOIN (SELECT organ_id, year, count(*) FILTER (is_current) AS number FROM ck_report GROUP BY ALL) AS n
    ON n.organ_id = r.organ_id AND n.year = r.year
WHERE s.is_target
