CREATE OR REPLACE TEMP TABLE ck_cell AS
SELECT c.* FROM ck_all_cell AS c SEMI JOIN ck_batch AS b ON b.ix = c.ix
