-- Figures of the prose that no reading of the tables fits, with the cells of the nearest reading.
SELECT c.ix, c.identity_id, c.scope, c.left_value, c.operands
FROM ck_result AS c
SEMI JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
WHERE c.status = 'FAIL' AND list_contains($identities, c.identity_id)
ORDER BY ALL
