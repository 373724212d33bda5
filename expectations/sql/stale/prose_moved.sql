-- Who had, and who has, a shingle that came or went. What certainly stays nobody's own (ops.common_prose) is left out: no result
-- rests on it, and a few phrases that everyone writes are half of all prose.
CREATE OR REPLACE TEMP TABLE ck_moved AS
WITH touched AS (
    SELECT DISTINCT unnest(shingles) AS shingle FROM (SELECT shingles FROM ck_prose_gone UNION ALL SELECT shingles FROM ck_prose_new)
),
moved AS MATERIALIZED (SELECT t.shingle FROM touched AS t ANTI JOIN ops.common_prose AS k ON k.shingle = t.shingle),
held AS (
    SELECT p.report_id, p.organ_id, p.year, TRUE AS was, g.report_id IS NULL AS stays, unnest(p.shingles) AS shingle
    FROM ops.prose AS p LEFT JOIN ck_prose_gone AS g ON g.report_id = p.report_id
    UNION ALL
    SELECT report_id, organ_id, year, FALSE, TRUE, unnest(shingles) FROM ck_prose_new
)
SELECT * FROM held SEMI JOIN moved ON moved.shingle = held.shingle
WHERE EXISTS (FROM ops.checked)
