-- What was waived or could not be assessed in these organs' current reports, equal reasons together: only their pages
-- tell of it, and there is much of it.
SELECT f.report_id, f.identity_id, f.status, f.reason, list(f.scope ORDER BY f.scope <> 'total', f.scope) AS scopes
FROM core.fact_check AS f
JOIN core.fact_report AS r USING (report_id)
WHERE r.organ_id IN (SELECT unnest($organ_ids)) AND r.is_current AND f.status IN ('NOT_ASSESSABLE', 'WAIVED')
GROUP BY f.report_id, f.identity_id, f.status, f.reason
ORDER BY f.report_id, min(list_position(['error', 'warning', 'info'], f.severity)), f.identity_id, f.status, f.reason;
