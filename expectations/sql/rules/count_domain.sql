-- C-COUNT: one row per table. left: cells that are negative, or a fraction where the form counts.
WITH named AS (
    SELECT c.ix, k.table_code, list(k.cell_key ORDER BY k.cell) AS cells
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    JOIN ck_code AS k ON k.cell = c.cell
    WHERE c.state = 0 AND (
        (c.term < 0 AND k.value_type <> 'signed_int') OR (k.value_type <> 'decimal' AND c.term % 1000000 <> 0)
    )
    GROUP BY ALL
)
SELECT
    t.ix, t.table_code AS scope,
    CASE WHEN t.wrong > 0 THEN 'FAIL' WHEN t.numbers = 0 THEN 'NOT_ASSESSABLE' ELSE 'PASS' END AS status,
    CAST(t.wrong AS DECIMAL(38, 6)) AS left_value, CAST(0 AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, coalesce(n.cells, []) AS operands,
    CASE WHEN t.wrong = 0 AND t.numbers = 0 THEN 'no_numbers: ' || t.table_code END AS reason
FROM ck_table AS t
LEFT JOIN named AS n ON n.ix = t.ix AND n.table_code = t.table_code
