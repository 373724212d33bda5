SELECT DISTINCT i.report_id, i.code, i.severity, i.message_zh, i.message_en, i.cell_key
FROM ops.issue AS i
JOIN core.fact_report AS r USING (report_id)
WHERE r.organ_id IN (SELECT unnest($organ_ids)) AND r.is_current
ORDER BY i.report_id, i.severity, i.code, i.cell_key, i.message_zh, i.message_en;
