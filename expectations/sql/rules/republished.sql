-- D-REPUBLISH: cells of the current version that the version before it printed otherwise (left).
WITH version AS (
    SELECT r.ix, r.report_id, r.is_current, r.first_seen,
        lag(r.report_id) OVER (PARTITION BY r.organ_id, r.year ORDER BY r.is_current, r.first_seen, r.report_id) AS earlier_id
    FROM ck_report AS r
),
changed AS (
    SELECT v.ix, list(n.cell_key ORDER BY n.cell_key) AS cells
    FROM version AS v
    SEMI JOIN ck_source AS s ON s.ix = v.ix AND s.is_target
    JOIN core.fact_cell AS n ON n.report_id = v.report_id
    JOIN core.fact_cell AS o ON o.report_id = v.earlier_id AND o.cell_key = n.cell_key
    WHERE n.value IS DISTINCT FROM o.value
    GROUP BY v.ix
)
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN v.earlier_id IS NULL THEN 'NOT_ASSESSABLE'
        WHEN c.cells IS NULL THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CASE WHEN v.earlier_id IS NOT NULL THEN CAST(coalesce(len(c.cells), 0) AS DECIMAL(38, 6)) END AS left_value,
    CASE WHEN v.earlier_id IS NOT NULL THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, coalesce(c.cells, []) AS operands,
    CASE WHEN v.earlier_id IS NULL THEN 'single_version' ELSE 'compared_with: ' || v.earlier_id END AS reason
FROM ck_source AS s
JOIN version AS v ON v.ix = s.ix AND v.is_current
LEFT JOIN changed AS c ON c.ix = s.ix
WHERE s.is_target
