-- C-GLUE and C-SHIFT: one row per table. left: cells with several readings; a reading "blank" among them means that the row
-- lacks a cell (C-SHIFT, state 7), none that digits are glued (C-GLUE, state 3).
SELECT
    c.ix, k.table_code AS scope,
    CASE
        WHEN count(*) FILTER (c.state = $state) > 0 THEN 'FAIL'
        WHEN count(*) FILTER (c.state = 0) = 0 THEN 'NOT_ASSESSABLE'
        ELSE 'PASS'
    END AS status,
    CASE WHEN count(*) FILTER (c.state IN (0, $state)) > 0 THEN CAST(count(*) FILTER (c.state = $state) AS DECIMAL(38, 6)) END AS left_value,
    CASE WHEN count(*) FILTER (c.state IN (0, $state)) > 0 THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero,
    coalesce(list(k.cell_key ORDER BY k.cell) FILTER (c.state = $state), []) AS operands,
    CASE WHEN count(*) FILTER (c.state IN (0, $state)) = 0 THEN 'no_numbers: ' || k.table_code END AS reason
FROM ck_cell AS c
JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
JOIN ck_code AS k ON k.cell = c.cell
GROUP BY c.ix, k.table_code
