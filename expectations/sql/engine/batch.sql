-- One batch of reports to check, and the reports of the year before that they are compared with.
CREATE OR REPLACE TEMP TABLE ck_batch AS
SELECT ix, TRUE AS is_target FROM (SELECT ix FROM ck_wanted ORDER BY ix LIMIT $size OFFSET $start)
