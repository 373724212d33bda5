-- The shingles (sql/stale/prose.sql) of the reports to check and of their years before, and who else has them. What more than
-- $common_organs organs write is nobody's own and left out, what is known to be so (ops.common_prose) before it is counted;
-- reports counts how many have the shingle.
CREATE OR REPLACE TEMP TABLE ck_held AS
WITH own AS (
    SELECT DISTINCT unnest(p.shingles) AS shingle
    FROM ops.prose AS p
    JOIN ck_report AS r ON r.report_id = p.report_id
    SEMI JOIN ck_needed AS n ON n.ix = r.ix
),
rare AS MATERIALIZED (SELECT o.shingle FROM own AS o ANTI JOIN ops.common_prose AS k ON k.shingle = o.shingle),
held AS (SELECT p.report_id, p.organ_id, unnest(p.shingles) AS shingle FROM ops.prose AS p),
kept AS MATERIALIZED (SELECT h.* FROM held AS h SEMI JOIN rare AS r ON r.shingle = h.shingle)
SELECT r.ix, k.organ_id, k.shingle FROM kept AS k JOIN ck_report AS r ON r.report_id = k.report_id;
CREATE OR REPLACE TEMP TABLE ck_piece AS
SELECT shingle, count(*) AS reports, count(DISTINCT organ_id) AS organs FROM ck_held GROUP BY shingle;
CREATE OR REPLACE TEMP TABLE ck_shingle AS
SELECT h.ix, h.shingle, c.reports
FROM ck_held AS h
JOIN ck_piece AS c ON c.shingle = h.shingle
WHERE c.organs <= $common_organs
