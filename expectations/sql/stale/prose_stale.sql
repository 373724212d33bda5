-- A shingle of more than $common_organs organs is nobody's own. Where one became so or ceased to be, all that hold it count
-- differently, and so do the reports of the year after, which are held against them.
CREATE OR REPLACE TEMP TABLE ck_prose_stale AS
WITH counted AS (
    SELECT shingle,
        count(DISTINCT organ_id) FILTER (was) BETWEEN 1 AND $common_organs AS was_own,
        count(DISTINCT organ_id) FILTER (stays) BETWEEN 1 AND $common_organs AS is_own
    FROM ck_moved
    GROUP BY shingle
),
crossed AS (
    SELECT DISTINCT r.ix, r.report_id
    FROM ck_moved AS m
    JOIN counted AS c ON c.shingle = m.shingle AND c.was_own <> c.is_own
    JOIN ck_report AS r ON r.report_id = m.report_id
    WHERE m.stays
),
-- a report that came and is so like another one that it may be its twin
paired AS (
    SELECT a.report_id
    FROM ck_moved AS n
    JOIN counted AS c ON c.shingle = n.shingle AND c.is_own
    JOIN ck_moved AS a ON a.shingle = n.shingle AND a.was AND a.stays AND a.organ_id <> n.organ_id AND n.year <= a.year
    JOIN ops.checked AS k ON k.report_id = a.report_id
    WHERE NOT n.was
    GROUP BY a.report_id, n.report_id
    HAVING count(*) >= any_value(k.shingles) * $looked_from / 100
)
SELECT report_id FROM crossed
UNION
SELECT r.report_id FROM ck_report AS r JOIN crossed AS c ON c.ix = r.prev_ix
UNION
SELECT report_id FROM paired
UNION
SELECT report_id FROM ops.checked WHERE twin_id IN (SELECT report_id FROM ck_prose_gone)
