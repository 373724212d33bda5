-- How every rule came out over all current reports.
SELECT f.identity_id,
    count(*) FILTER (f.status = 'PASS') AS passed,
    count(*) FILTER (f.status = 'FAIL') AS failed,
    count(*) FILTER (f.status = 'NOT_ASSESSABLE') AS not_assessable,
    count(*) FILTER (f.status = 'WAIVED') AS waived,
    count(DISTINCT f.report_id) FILTER (f.status = 'FAIL') AS failing_reports,
    count(DISTINCT f.report_id) FILTER (f.status IN ('PASS', 'FAIL')) AS assessed_reports
FROM core.fact_check AS f
JOIN core.fact_report AS r USING (report_id)
WHERE r.is_current
GROUP BY f.identity_id;
