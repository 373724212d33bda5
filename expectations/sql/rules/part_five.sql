-- F-S5: left counts the characters under the heading 五, right is the least that says something.
WITH body AS MATERIALIZED (
    SELECT s.ix, q.body_text, list_contains(q.sections, 's5') AS has_heading,
        -- from the heading to the next one; cut by position, for a pattern over the whole text takes three times as long
        split_part(substr(q.body_text, nullif(strpos(q.body_text, chr(10) || '五、'), 0) + 1), chr(10) || '六、', 1) AS part
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix
    JOIN core.fact_report AS q ON q.report_id = r.report_id
    WHERE s.is_target
),
part AS (
    SELECT *, coalesce(regexp_replace(CASE WHEN contains(part, chr(10)) THEN substr(part, strpos(part, chr(10)) + 1) END, '[\s　]+', '', 'g'), '')
        AS text
    FROM body
)
SELECT
    ix, 's5' AS scope,
    CASE
        WHEN body_text IS NULL OR NOT has_heading OR NOT contains(body_text, '五、') THEN 'NOT_ASSESSABLE'
        WHEN len(text) <= $minimum OR regexp_full_match(text, '无。?') THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CASE WHEN body_text IS NOT NULL AND has_heading THEN CAST(len(text) AS DECIMAL(38, 6)) END AS left_value,
    CASE WHEN body_text IS NOT NULL AND has_heading THEN CAST($minimum AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE WHEN body_text IS NULL OR NOT has_heading OR NOT contains(body_text, '五、') THEN 'no_section: s5' END AS reason
FROM part
