-- The reports whose results on record rest on something else than there is now.
CREATE OR REPLACE TEMP TABLE ck_asked AS
SELECT c.report_id FROM ck_context AS c ANTI JOIN ops.checked AS k ON k.report_id = c.report_id AND k.digest = c.digest
