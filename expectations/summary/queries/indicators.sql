SELECT i.report_id, i.row_number, i.label, i.column_label, i.unit, i.value, i.status, i.raw_text, i.address
FROM core.fact_indicator AS i
JOIN core.fact_report AS r USING (report_id)
WHERE r.organ_id IN (SELECT unnest($organ_ids)) AND r.is_current
ORDER BY i.report_id, i.row_number, i.column_label, i.label, i.value, i.raw_text;
