-- Reports whose cells are read: those to check and those of the year before.
CREATE OR REPLACE TEMP TABLE ck_needed AS
SELECT ix FROM ck_wanted
UNION
SELECT r.prev_ix FROM ck_report AS r SEMI JOIN ck_wanted AS w ON w.ix = r.ix WHERE r.prev_ix IS NOT NULL
