SELECT c.report_id, c.cell_key, CAST(c.value AS TEXT) AS value, c.status, c.raw_text, c.candidates, c.address
FROM core.fact_cell AS c
JOIN core.fact_report AS r USING (report_id)
WHERE r.organ_id IN (SELECT unnest($organ_ids)) AND r.is_current
ORDER BY c.report_id, c.cell_key;
