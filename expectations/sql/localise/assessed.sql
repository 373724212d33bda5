-- Which explainable identities were assessed, and not excused, for the batch's reports.
SELECT c.ix, c.identity_id, c.scope
FROM ck_result AS c
SEMI JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
WHERE list_contains($identities, c.identity_id)
