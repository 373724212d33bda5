-- Which explainable identities were assessed, and not excused, for the batch's reports.
SELECT r.ix, c.identity_id, c.scope
FROM core.fact_check AS c
JOIN ck_report AS r ON r.report_id = c.report_id
SEMI JOIN ck_source AS s ON s.ix = r.ix AND s.is_target
WHERE c.status IN ('PASS', 'FAIL') AND list_contains($identities, c.identity_id)
