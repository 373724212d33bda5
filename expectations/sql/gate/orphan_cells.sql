/* compared for {batch} */
SELECT c.report_id FROM gt_cell AS c
WHERE NOT EXISTS (SELECT 1 FROM core.fact_report AS r WHERE r.report_id = c.report_id)
