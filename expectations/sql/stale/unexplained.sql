-- The reports whose results, or whose report of the year after, are not those that core.fact_suspect explains.
CREATE OR REPLACE TEMP TABLE ck_asked AS
SELECT f.report_id FROM ck_following AS f ANTI JOIN ops.checked AS k ON k.report_id = f.report_id AND k.explained = f.mark
