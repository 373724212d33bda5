-- C-COUNT: one row per table. left: cells that are negative, or a fraction where the form counts.
SELECT
    c.ix, k.table_code AS scope,
    CASE
        WHEN count(*) FILTER (c.state = 0) = 0 THEN 'NOT_ASSESSABLE'
        WHEN count(*) FILTER (is_wrong) > 0 THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CASE WHEN count(*) FILTER (c.state = 0) > 0 THEN CAST(count(*) FILTER (is_wrong) AS DECIMAL(38, 6)) END AS left_value,
    CASE WHEN count(*) FILTER (c.state = 0) > 0 THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero,
    coalesce(list(k.cell_key ORDER BY k.cell) FILTER (is_wrong), []) AS operands,
    CASE WHEN count(*) FILTER (c.state = 0) = 0 THEN 'no_numbers: ' || k.table_code END AS reason
FROM (
    SELECT
        c.ix, c.cell, c.state,
        c.state = 0 AND (
            (c.term < 0 AND q.value_type <> 'signed_int') OR (q.value_type <> 'decimal' AND c.term % 1000000 <> 0)
        ) AS is_wrong
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    JOIN ck_code AS q ON q.cell = c.cell
) AS c
JOIN ck_code AS k ON k.cell = c.cell
GROUP BY c.ix, k.table_code
