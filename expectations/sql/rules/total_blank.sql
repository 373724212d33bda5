-- T3-TOTAL-BLANK: a row (scope) whose total is blank though its parts, which add up to left, are filled. A table without such
-- rows is one result of its own.
WITH hollow AS (
    SELECT t.ix, k.table_code, k.row_code, k.cell_key, sum(p.term) AS parts, list(q.cell_key ORDER BY q.cell) AS cells
    FROM ck_cell AS t
    JOIN ck_source AS s ON s.ix = t.ix AND s.is_target
    JOIN ck_code AS k ON k.cell = t.cell
    JOIN ck_code AS q ON q.table_code = k.table_code AND q.row_code = k.row_code AND q.is_part
    JOIN ck_cell AS p ON p.ix = t.ix AND p.cell = q.cell
    WHERE t.state = 6
    GROUP BY ALL
),
ruled AS (
    SELECT f.variant, k.table_code, bit_or(k.bits) FILTER (k.is_total) AS bits
    FROM ck_form AS f JOIN ck_code AS k ON k.cell = f.cell
    GROUP BY ALL
    HAVING bool_or(k.is_total)
)
SELECT ix, row_code AS scope, 'FAIL' AS status, CAST(parts AS DECIMAL(31, 0)) * 0.000001 AS left_value,
    CAST(NULL AS DECIMAL(38, 6)) AS right_value, 0 AS blanks_as_zero, cells || [cell_key] AS operands, CAST(NULL AS TEXT) AS reason
FROM hollow
UNION ALL
SELECT s.ix, t.table_code, CASE WHEN s.numbers & t.bits = 0 THEN 'NOT_ASSESSABLE' ELSE 'PASS' END,
    NULL, NULL, 0, [], CASE WHEN s.numbers & t.bits = 0 THEN 'no_numbers: ' || t.table_code END
FROM ck_source AS s
JOIN ruled AS t ON t.variant = s.variant
WHERE s.is_target AND NOT EXISTS (SELECT 1 FROM hollow AS h WHERE h.ix = s.ix AND h.table_code = t.table_code)
