/* compared for {batch} */
SELECT c.report_id FROM ops.cell_count AS c
WHERE NOT EXISTS (SELECT 1 FROM core.fact_report AS r WHERE r.report_id = c.report_id)
