-- The shingles (sql/stale/prose.sql) of the reports to check and of their years before, and who else has them. What more than
-- $common_organs organs write is nobody's own and left out; reports counts how many have the shingle.
CREATE OR REPLACE TEMP TABLE ck_shingle AS
WITH own AS (
    SELECT DISTINCT unnest(p.shingles) AS shingle
    FROM ops.prose AS p
    JOIN ck_report AS r ON r.report_id = p.report_id
    SEMI JOIN ck_needed AS n ON n.ix = r.ix
),
held AS (
    SELECT r.ix, r.organ_id, unnest(p.shingles) AS shingle FROM ops.prose AS p JOIN ck_report AS r ON r.report_id = p.report_id
),
kept AS (SELECT * FROM held SEMI JOIN own ON own.shingle = held.shingle)
SELECT s.ix, s.shingle, n.reports
FROM kept AS s
JOIN (
    SELECT shingle, count(*) AS reports FROM kept GROUP BY shingle HAVING count(DISTINCT organ_id) <= $common_organs
) AS n ON n.shingle = s.shingle
