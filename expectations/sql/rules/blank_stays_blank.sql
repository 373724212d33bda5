-- C-BLANK: one row per table. left: cells whose raw text is blank or a dash and that were read as a number all the same.
SELECT
    r.ix, k.table_code AS scope,
    CASE
        WHEN count(*) FILTER (is_blank) = 0 THEN 'NOT_ASSESSABLE'
        WHEN count(*) FILTER (is_blank AND c.value IS NOT NULL) > 0 THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CASE WHEN count(*) FILTER (is_blank) > 0 THEN CAST(count(*) FILTER (is_blank AND c.value IS NOT NULL) AS DECIMAL(38, 6)) END
        AS left_value,
    CASE WHEN count(*) FILTER (is_blank) > 0 THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero,
    coalesce(list(k.cell_key ORDER BY k.cell) FILTER (is_blank AND c.value IS NOT NULL), []) AS operands,
    CASE WHEN count(*) FILTER (is_blank) = 0 THEN 'no_blanks: ' || k.table_code END AS reason
FROM (
    SELECT report_id, cell_key, value, status, status IN ('blank', 'dash')
        OR (status = 'reported' AND coalesce(regexp_full_match(raw_text, '[\s　/／—–\-－无]*'), FALSE)) AS is_blank
    FROM core.fact_cell
) AS c
JOIN ck_report AS r ON r.report_id = c.report_id
SEMI JOIN ck_source AS s ON s.ix = r.ix AND s.is_target
JOIN ck_code AS k ON k.cell_key = c.cell_key
GROUP BY r.ix, k.table_code
