-- The batch's part of it.
SELECT c.ix, c.identity_id, c.scope FROM ck_assessed AS c SEMI JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
