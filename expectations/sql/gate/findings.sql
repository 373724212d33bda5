-- One row per assessed result of a current report, offender NULL where it passed. Ten million results pass: they are counted
-- (passed.sql), and their rows made of the counts of the one rule an expectation looks at, never written.
CREATE OR REPLACE TEMP VIEW gt_finding AS
SELECT identity_id, offender FROM gt_failure
UNION ALL
SELECT identity_id, NULL FROM (SELECT identity_id, unnest(range(passed)) AS number FROM gt_applied)
