-- C-BLANK: one row per table. left: cells whose raw text is blank or a dash and that were read as a number all the same.
SELECT
    c.ix, k.table_code AS scope,
    CASE
        WHEN count(*) FILTER (c.is_misread) > 0 THEN 'FAIL'
        WHEN count(*) FILTER (c.state IN (1, 6)) = 0 THEN 'NOT_ASSESSABLE'
        ELSE 'PASS'
    END AS status,
    CASE WHEN count(*) FILTER (c.is_misread OR c.state IN (1, 6)) > 0 THEN CAST(count(*) FILTER (c.is_misread) AS DECIMAL(38, 6)) END
        AS left_value,
    CASE WHEN count(*) FILTER (c.is_misread OR c.state IN (1, 6)) > 0 THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero,
    coalesce(list(k.cell_key ORDER BY k.cell) FILTER (c.is_misread), []) AS operands,
    CASE WHEN count(*) FILTER (c.is_misread OR c.state IN (1, 6)) = 0 THEN 'no_blanks: ' || k.table_code END AS reason
FROM ck_cell AS c
JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
JOIN ck_code AS k ON k.cell = c.cell
GROUP BY c.ix, k.table_code
