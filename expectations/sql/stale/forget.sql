-- Results about to be written anew, and those of reports that are no more.
DELETE FROM ops.checked
WHERE report_id IN (SELECT report_id FROM ck_report SEMI JOIN ck_wanted USING (ix)) OR report_id NOT IN (SELECT report_id FROM ck_report);
DELETE FROM core.fact_check WHERE report_id IN (SELECT report_id FROM ck_report SEMI JOIN ck_wanted USING (ix))
