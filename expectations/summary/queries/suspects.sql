SELECT s.report_id, s.rank, s.cell_key, s.value, s.implied_value, s.why
FROM core.fact_suspect AS s
JOIN core.fact_report AS r USING (report_id)
WHERE r.organ_id IN (SELECT unnest($organ_ids)) AND r.is_current
ORDER BY s.report_id, s.rank, s.cell_key, s.implied_value, s.why;
