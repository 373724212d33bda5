-- The batch's part of it: a range of reports, compared number by number, which costs less than a join. Reports of another batch that
-- lie in the range come along; no rule reads them, as each starts from ck_source.
CREATE OR REPLACE TEMP TABLE ck_cell AS
SELECT c.*
FROM ck_all_cell AS c
WHERE c.ix BETWEEN (SELECT min(ix) FROM ck_batch) AND (SELECT max(ix) FROM ck_batch)
