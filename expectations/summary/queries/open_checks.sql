-- What was waived or could not be assessed in these organs' current reports: much of it, and only their pages tell.
SELECT f.report_id, f.identity_id, f.scope, f.status, f.severity, f.left_value, f.right_value, f.difference,
    f.blanks_as_zero, f.operands, f.reason
FROM core.fact_check AS f
JOIN core.fact_report AS r USING (report_id)
WHERE r.organ_id IN (SELECT unnest($organ_ids)) AND r.is_current AND f.status IN ('NOT_ASSESSABLE', 'WAIVED')
ORDER BY f.report_id, list_position(['error', 'warning', 'info'], f.severity), f.identity_id,
    f.scope <> 'total', f.scope, f.operands, f.reason;
