-- Per current report: how its identities came out. Deadlines are left out (coverage tells them), and so is
-- what our own reading left open.
SELECT f.report_id,
    count(*) FILTER (f.status = 'PASS') AS passed,
    count(*) FILTER (f.status = 'FAIL' AND f.severity = 'error') AS errors,
    count(*) FILTER (f.status = 'FAIL' AND f.severity = 'warning') AS warnings,
    count(*) FILTER (f.status = 'FAIL' AND f.severity = 'info') AS notices,
    count(DISTINCT f.identity_id) FILTER (f.status = 'FAIL' AND f.severity = 'error') AS error_rules,
    count(DISTINCT f.identity_id) FILTER (f.status = 'FAIL' AND f.severity = 'warning') AS warning_rules,
    count(*) FILTER (f.status = 'NOT_ASSESSABLE') AS not_assessable,
    count(*) FILTER (f.status = 'WAIVED') AS waived
FROM core.fact_check AS f
JOIN core.fact_report AS r USING (report_id)
LEFT JOIN (SELECT DISTINCT identity_id, rule_version, class, purpose FROM core.dim_identity) AS i USING (identity_id, rule_version)
WHERE r.is_current AND coalesce(i.purpose, '') <> 'reading'
    AND NOT (coalesce(i.class, '') = 'calendar' AND f.severity <> 'error')
GROUP BY f.report_id;
