-- F-CELLS: one row per table of the form. left: cells the page has, right: cells the form variant has.
WITH absent AS (
    SELECT t.ix, t.table_code, list(k.cell_key ORDER BY k.cell) AS cells
    FROM ck_table AS t
    JOIN ck_form AS f ON f.variant_number = t.variant_number
    JOIN ck_code AS k ON k.cell = f.cell AND k.table_code = t.table_code
    LEFT JOIN ck_cell AS c ON c.ix = t.ix AND c.cell = k.cell
    WHERE t.present < t.expected AND coalesce(c.state, 5) = 5
    GROUP BY ALL
)
SELECT
    t.ix, t.table_code AS scope,
    CASE WHEN t.present < t.expected THEN 'FAIL' WHEN t.numbers = 0 THEN 'NOT_ASSESSABLE' ELSE 'PASS' END AS status,
    CAST(t.present AS DECIMAL(38, 6)) AS left_value, CAST(t.expected AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, coalesce(a.cells, []) AS operands,
    CASE
        WHEN t.present = 0 THEN 'table_missing: ' || t.table_code
        WHEN t.present >= t.expected AND t.numbers = 0 THEN 'no_numbers: ' || t.table_code
    END AS reason
FROM ck_table AS t
LEFT JOIN absent AS a ON a.ix = t.ix AND a.table_code = t.table_code
