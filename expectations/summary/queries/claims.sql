SELECT c.report_id, c.measure, c.value, c.unit, c.quote, c.address
FROM core.fact_claim AS c
JOIN core.fact_report AS r USING (report_id)
WHERE r.organ_id IN (SELECT unnest($organ_ids)) AND r.is_current
ORDER BY c.report_id, c.address, c.measure, c.value, c.quote, c.unit;
