-- Every rule with a result at all, and how many of its results passed, or were excused, over current reports.
CREATE OR REPLACE TEMP TABLE gt_applied AS
SELECT c.identity_id, count(*) FILTER (r.is_current AND c.status IN ('PASS', 'WAIVED')) AS passed
FROM core.fact_check AS c
LEFT JOIN core.fact_report AS r ON r.report_id = c.report_id
GROUP BY c.identity_id
