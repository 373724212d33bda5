-- C-BLANK: one row per table. left: cells whose raw text is blank or a dash and that were read as a number all the same.
WITH named AS (
    SELECT c.ix, k.table_code, list(k.cell_key ORDER BY k.cell) AS cells
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    JOIN ck_code AS k ON k.cell = c.cell
    WHERE c.is_misread
    GROUP BY ALL
)
SELECT
    t.ix, t.table_code AS scope,
    CASE WHEN t.misread > 0 THEN 'FAIL' WHEN t.blanks = 0 OR t.numbers = 0 THEN 'NOT_ASSESSABLE' ELSE 'PASS' END AS status,
    CAST(t.misread AS DECIMAL(38, 6)) AS left_value, CAST(0 AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, coalesce(n.cells, []) AS operands,
    CASE
        WHEN t.misread > 0 THEN NULL
        WHEN t.blanks = 0 THEN 'no_blanks: ' || t.table_code
        WHEN t.numbers = 0 THEN 'no_numbers: ' || t.table_code
    END AS reason
FROM ck_table AS t
LEFT JOIN named AS n ON n.ix = t.ix AND n.table_code = t.table_code
