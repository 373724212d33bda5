-- Which explainable identities were assessed, and not excused, in the reports in ck_wanted: in one pass for all batches.
CREATE OR REPLACE TEMP TABLE ck_assessed AS
SELECT r.ix, c.identity_id, c.scope
FROM core.fact_check AS c
JOIN (SELECT ix, report_id FROM ck_report SEMI JOIN ck_wanted USING (ix)) AS r ON r.report_id = c.report_id
WHERE c.status IN ('PASS', 'FAIL') AND list_contains($identities, c.identity_id)
