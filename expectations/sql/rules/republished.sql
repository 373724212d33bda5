-- D-REPUBLISH: cells of the current version that the version before it printed otherwise (left).
SELECT
    s.ix, 'report' AS scope,
    CASE WHEN v.earlier_id IS NULL THEN 'NOT_ASSESSABLE' WHEN len(v.cells) = 0 THEN 'PASS' ELSE 'FAIL' END AS status,
    CAST(len(v.cells) AS DECIMAL(38, 6)) AS left_value,
    CASE WHEN v.earlier_id IS NOT NULL THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, coalesce(v.cells, []) AS operands,
    CASE WHEN v.earlier_id IS NULL THEN 'single_version' ELSE 'compared_with: ' || v.earlier_id END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix AND r.is_current
LEFT JOIN ck_version AS v ON v.ix = s.ix
WHERE s.is_target
