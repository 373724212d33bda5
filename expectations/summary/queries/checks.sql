-- What failed in current reports, of every organ.
SELECT f.report_id, f.identity_id, f.scope, f.status, f.severity, f.left_value, f.right_value, f.difference,
    f.blanks_as_zero, f.operands, f.reason
FROM core.fact_check AS f
JOIN core.fact_report AS r USING (report_id)
WHERE r.is_current AND f.status = 'FAIL'
ORDER BY f.report_id, list_position(['error', 'warning', 'info'], f.severity), f.identity_id,
    f.scope <> 'total', f.scope, f.operands;
