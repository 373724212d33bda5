-- T3-TOTAL-BLANK: one row per table row that has a total. left: what the parts add up to.
WITH row_parts AS (
    SELECT k.cell AS total_cell, list(q.cell_key ORDER BY q.cell) || [k.cell_key] AS operands
    FROM ck_code AS k
    JOIN ck_code AS q ON q.table_code = k.table_code AND q.row_code = k.row_code AND q.is_part
    WHERE k.is_total
    GROUP BY k.cell, k.cell_key
),
hollow AS (
    SELECT t.ix, t.cell, sum(p.term) AS parts
    FROM ck_cell AS t
    JOIN ck_code AS k ON k.cell = t.cell
    JOIN ck_code AS q ON q.table_code = k.table_code AND q.row_code = k.row_code AND q.is_part
    JOIN ck_cell AS p ON p.ix = t.ix AND p.cell = q.cell
    WHERE t.state = 6
    GROUP BY t.ix, t.cell
)
SELECT
    s.ix, k.row_code AS scope,
    CASE
        WHEN s.numbers & k.bits & 1431655765 = 0 THEN 'NOT_ASSESSABLE'
        WHEN t.state = 6 THEN 'FAIL'
        WHEN t.state IS NULL OR t.state > 2 THEN 'NOT_ASSESSABLE'
        ELSE 'PASS'
    END AS status,
    CAST(h.parts AS DECIMAL(31, 0)) * 0.000001 AS left_value,
    CAST(NULL AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero,
    p.operands,
    CASE
        WHEN s.numbers & k.bits & 1431655765 = 0 THEN 'no_numbers: ' || k.table_code
        WHEN t.state IS NULL THEN 'operand_absent: ' || k.cell_key
        WHEN t.state BETWEEN 3 AND 5 THEN 'operand_unread: ' || k.cell_key || ' ' || n.name
    END AS reason
FROM ck_source AS s
JOIN ck_form AS f ON f.variant = s.variant
JOIN ck_code AS k ON k.cell = f.cell AND k.is_total
JOIN row_parts AS p ON p.total_cell = k.cell
LEFT JOIN ck_cell AS t ON t.ix = s.ix AND t.cell = k.cell
LEFT JOIN ck_state AS n ON n.state = t.state
LEFT JOIN hollow AS h ON h.ix = s.ix AND h.cell = k.cell
WHERE s.is_target
