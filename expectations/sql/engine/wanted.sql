-- The reports to check: those of ck_asked and, unless they are there of their own right, those whose previous year is among them.
CREATE OR REPLACE TEMP TABLE ck_wanted AS
WITH asked AS (SELECT r.ix FROM ck_report AS r SEMI JOIN ck_asked AS a ON a.report_id = r.report_id)
SELECT ix FROM asked
UNION
SELECT r.ix FROM ck_report AS r SEMI JOIN asked AS a ON a.ix = r.prev_ix WHERE $with_following
ORDER BY ix
