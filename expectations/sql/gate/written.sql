-- The reports whose keys are looked through: those with rows of this run. A key cannot come to stand twice but by a row that is
-- written, so the others need it only where the gate of the last publication did not find their keys right ($is_vouched).
CREATE OR REPLACE TEMP TABLE gt_written AS
SELECT report_id FROM core.fact_cell WHERE NOT $is_vouched OR run_id IN (SELECT run_id FROM gt_run)
UNION
SELECT report_id FROM core.fact_check WHERE NOT $is_vouched OR run_id IN (SELECT run_id FROM gt_run)
