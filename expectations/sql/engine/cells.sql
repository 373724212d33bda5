-- The batch's part of it: in order of reports, so that a range of them is read and no more.
CREATE OR REPLACE TEMP TABLE ck_cell AS
SELECT c.*
FROM ck_all_cell AS c
SEMI JOIN ck_batch AS b ON b.ix = c.ix
WHERE c.ix BETWEEN (SELECT min(ix) FROM ck_batch) AND (SELECT max(ix) FROM ck_batch)
