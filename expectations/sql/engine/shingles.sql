-- The prose of every current report as a set of shingles: two clauses in sequence, without digits, Latin letters and names of
-- organs and places, so that a text copied with the name changed is still found. What more than $common_organs organs write
-- is nobody's own and left out.
CREATE OR REPLACE TEMP TABLE ck_shingle AS
WITH prose AS (
    SELECT r.ix, r.organ_id, list_filter(
        string_split_regex(
            regexp_replace(
                replace(q.body_text, r.organ_name, ''),
                '[0-9０-９A-Za-z%.\s　（）()“”《》、]|[一-龥]{2,4}(省|市|县|区|镇|乡|街道|局|委员会|办公室)', '', 'g'
            ), '[，。；：,;:！？!?]+'
        ), lambda c: len(c) >= 4
    ) AS clauses
    FROM ck_report AS r
    JOIN core.fact_report AS q ON q.report_id = r.report_id
    WHERE r.is_current AND q.body_text IS NOT NULL
),
shingle AS (
    SELECT DISTINCT ix, organ_id,
        unnest(list_transform(range(1, len(clauses)), lambda i: hash(clauses[i] || '|' || clauses[i + 1]))) AS shingle
    FROM prose
)
SELECT s.ix, s.shingle, n.reports
FROM shingle AS s
JOIN (
    SELECT shingle, count(*) AS reports FROM shingle GROUP BY shingle HAVING count(DISTINCT organ_id) <= $common_organs
) AS n USING (shingle)
