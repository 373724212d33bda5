-- Figures of the prose that no reading of the tables fits, with the cells of the nearest reading.
SELECT r.ix, c.identity_id, c.scope, c.left_value, c.operands
FROM core.fact_check AS c
JOIN ck_report AS r ON r.report_id = c.report_id
SEMI JOIN ck_source AS s ON s.ix = r.ix AND s.is_target
WHERE c.status = 'FAIL' AND list_contains($identities, c.identity_id)
ORDER BY ALL
