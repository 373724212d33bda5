-- The reports asked for: all, when none are named.
CREATE OR REPLACE TEMP TABLE ck_asked AS
SELECT report_id FROM ck_report WHERE $report_ids IS NULL OR list_contains($report_ids, report_id)
