-- How many results of every rule passed, or were excused, over current reports.
SELECT c.identity_id, count(*) AS number
FROM core.fact_check AS c
JOIN core.fact_report AS r ON r.report_id = c.report_id
WHERE r.is_current AND c.status IN ('PASS', 'WAIVED')
GROUP BY c.identity_id
ORDER BY c.identity_id
