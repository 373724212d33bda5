INSERT INTO ck_batch
SELECT DISTINCT r.prev_ix, FALSE
FROM ck_report AS r SEMI JOIN ck_batch AS b ON b.ix = r.ix
WHERE r.prev_ix IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ck_batch AS b WHERE b.ix = r.prev_ix)
