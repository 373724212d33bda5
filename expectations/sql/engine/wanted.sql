-- The reports to check: those asked for (all, when none are named) and those whose previous year is among them.
CREATE OR REPLACE TEMP TABLE ck_wanted AS
WITH asked AS (SELECT ix FROM ck_report WHERE $report_ids IS NULL OR list_contains($report_ids, report_id))
SELECT ix FROM asked
UNION
SELECT r.ix FROM ck_report AS r SEMI JOIN asked AS a ON a.ix = r.prev_ix
ORDER BY ix
