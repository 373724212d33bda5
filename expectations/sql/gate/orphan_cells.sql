SELECT DISTINCT c.report_id FROM (SELECT * FROM {batch}) AS c
WHERE NOT EXISTS (SELECT 1 FROM core.fact_report AS r WHERE r.report_id = c.report_id)
