-- Shingles of every current report's prose: two clauses in sequence, without digits, Latin letters and names of organs and
-- places, so that a text copied with the name changed is still found. organs counts the organs that have the shingle.
CREATE OR REPLACE TEMP TABLE ck_shingle AS
WITH prose AS (
    SELECT r.ix, r.organ_id, string_split_regex(
        regexp_replace(
            replace(q.body_text, r.organ_name, ''),
            '[0-9０-９A-Za-z%.\s　（）()“”《》、]|[一-龥]{2,4}(省|市|县|区|镇|乡|街道|局|委员会|办公室)', '', 'g'
        ), '[，。；：,;:！？!?]+'
    ) AS clauses
    FROM ck_report AS r
    JOIN core.fact_report AS q ON q.report_id = r.report_id
    WHERE r.is_current AND q.body_text IS NOT NULL
),
kept AS (SELECT ix, organ_id, list_filter(clauses, lambda c: len(c) >= 4) AS clauses FROM prose),
shingle AS (
    SELECT DISTINCT ix, organ_id, unnest(list_transform(range(1, len(clauses)), lambda i: hash(clauses[i] || '|' || clauses[i + 1]))) AS shingle
    FROM kept
)
SELECT s.ix, s.shingle, n.organs
FROM shingle AS s
JOIN (SELECT shingle, count(DISTINCT organ_id) AS organs FROM shingle GROUP BY shingle) AS n USING (shingle)
ORDER BY s.ix
