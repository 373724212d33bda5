-- ops.prose holds the current reports' prose, and results that rest on prose that came or went are forgotten.
DELETE FROM ops.checked WHERE report_id IN (SELECT report_id FROM ck_prose_stale);
DELETE FROM ops.prose WHERE report_id IN (SELECT report_id FROM ck_prose_gone);
INSERT INTO ops.prose BY NAME SELECT * FROM ck_prose_new;
DROP TABLE ck_prose_gone;
DROP TABLE ck_prose_new;
DROP TABLE ck_moved;
DROP TABLE ck_prose_stale
