-- The prose of current reports that ops.prose lacks (ck_prose_new) or has in vain (ck_prose_gone). A report's prose is a set of
-- shingles: two clauses in sequence, without digits, Latin letters and names of organs and places, so that a text copied with
-- the name changed is still found.
CREATE OR REPLACE TEMP TABLE ck_prose_gone AS
SELECT p.report_id, p.organ_id, p.shingles
FROM ops.prose AS p
ANTI JOIN ck_report AS r ON r.report_id = p.report_id AND r.run_id = p.run_id AND r.is_current;

CREATE OR REPLACE TEMP TABLE ck_prose_new AS
WITH lacking AS (
    SELECT r.report_id, r.organ_id, r.organ_name, r.year, r.run_id
    FROM ck_report AS r
    ANTI JOIN ops.prose AS p ON p.report_id = r.report_id AND p.run_id = r.run_id
    WHERE r.is_current
),
prose AS (
    SELECT r.report_id, r.organ_id, r.year, r.run_id, list_filter(
        string_split_regex(
            regexp_replace(
                replace(q.body_text, r.organ_name, ''),
                '[0-9０-９A-Za-z%.\s　（）()“”《》、]|[一-龥]{2,4}(省|市|县|区|镇|乡|街道|局|委员会|办公室)', '', 'g'
            ), '[，。；：,;:！？!?]+'
        ), lambda c: len(c) >= 4
    ) AS clauses
    FROM lacking AS r
    JOIN core.fact_report AS q ON q.report_id = r.report_id
    WHERE q.body_text IS NOT NULL
)
SELECT report_id, organ_id, year,
    list_distinct(list_transform(range(1, len(clauses)), lambda i: hash(clauses[i] || '|' || clauses[i + 1]))) AS shingles, run_id
FROM prose;

-- What ops.common_prose says of a shingle stays true though organs ceased to write it: it is at least so many fewer.
UPDATE ops.common_prose AS k SET organs = k.organs - l.organs
FROM (
    SELECT shingle, count(*) AS organs
    FROM (
        SELECT organ_id, unnest(shingles) AS shingle FROM ck_prose_gone
        EXCEPT
        SELECT organ_id, unnest(shingles) AS shingle FROM ck_prose_new
    )
    GROUP BY shingle
) AS l
WHERE l.shingle = k.shingle
