-- What the prose of the batch's reports states.
SELECT r.ix, c.measure, c.value, c.quote
FROM core.fact_claim AS c
JOIN ck_report AS r ON r.report_id = c.report_id
SEMI JOIN ck_source AS s ON s.ix = r.ix AND s.is_target
ORDER BY r.ix, c.measure, c.value, c.quote
