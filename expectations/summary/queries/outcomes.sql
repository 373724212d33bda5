-- Outcomes by year over reports whose outcomes add up to their printed total: sums over sums, never means of rates.
WITH sound AS (
    SELECT r.report_id, r.year, r.edition, count(*) OVER (PARTITION BY r.year) AS reports
    FROM core.fact_report AS r
    JOIN core.fact_check AS k USING (report_id)
    WHERE r.is_current AND k.identity_id = 'T3-RESULT-SUM' AND k.scope = 'total' AND k.status = 'PASS'
)
SELECT s.year,
    CASE WHEN f.parent_row IS NULL OR f.parent_row = 'results' THEN f.row_code ELSE f.parent_row END AS outcome,
    sum(c.value) AS requests, any_value(s.reports) AS reports
FROM sound AS s
JOIN core.fact_cell AS c ON c.report_id = s.report_id AND c.value IS NOT NULL
JOIN core.dim_form_cell AS f ON f.edition = s.edition AND f.cell_key = c.cell_key
WHERE f.table_code = 't3' AND f.column_code = 'total'
    AND f.row_code NOT IN ('new_received', 'carried_in', 'total_processed', 'carried_out')
GROUP BY ALL
ORDER BY s.year, outcome;
