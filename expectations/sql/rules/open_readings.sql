-- C-GLUE and C-SHIFT: one row per table. left: cells with several readings; a reading "blank" among them means that the row
-- lacks a cell (C-SHIFT), none that digits are glued (C-GLUE).
WITH open AS (
    SELECT r.ix, k.table_code, list(k.cell_key ORDER BY k.cell) AS cells
    FROM core.fact_cell AS c
    JOIN ck_report AS r ON r.report_id = c.report_id
    SEMI JOIN ck_source AS s ON s.ix = r.ix AND s.is_target
    JOIN ck_code AS k ON k.cell_key = c.cell_key
    JOIN ck_cell AS q ON q.ix = r.ix AND q.cell = k.cell AND q.state = 3
    WHERE c.status = 'ambiguous' AND $has_blank_reading = (len(list_filter(c.candidates, lambda x: x IS NULL)) > 0)
    GROUP BY ALL
)
SELECT
    s.ix, t.table_code AS scope,
    CASE
        WHEN o.cells IS NOT NULL THEN 'FAIL'
        WHEN s.numbers & t.bits = 0 THEN 'NOT_ASSESSABLE'
        ELSE 'PASS'
    END AS status,
    CASE WHEN s.numbers & t.bits <> 0 OR o.cells IS NOT NULL THEN CAST(coalesce(len(o.cells), 0) AS DECIMAL(38, 6)) END AS left_value,
    CASE WHEN s.numbers & t.bits <> 0 OR o.cells IS NOT NULL THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, coalesce(o.cells, []) AS operands,
    CASE WHEN o.cells IS NULL AND s.numbers & t.bits = 0 THEN 'no_numbers: ' || t.table_code END AS reason
FROM ck_source AS s
JOIN (
    SELECT f.variant, k.table_code, bit_or(k.bits) AS bits FROM ck_form AS f JOIN ck_code AS k ON k.cell = f.cell GROUP BY ALL
) AS t ON t.variant = s.variant
LEFT JOIN open AS o ON o.ix = s.ix AND o.table_code = t.table_code
WHERE s.is_target
