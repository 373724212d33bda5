-- C-ROUND: one row per amount above zero. left: decimals printed, right: decimals the local rules ask for.
SELECT
    s.ix, k.cell_key AS scope,
    CASE
        WHEN coalesce(c.state, 5) <> 0 THEN 'NOT_ASSESSABLE'
        WHEN c.term * power(10, $decimals) % 1000000 <> 0 THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CASE WHEN c.state = 0 THEN CAST(6 - len(regexp_extract(lpad(CAST(c.term % 1000000 AS TEXT), 6, '0'), '0*$')) AS DECIMAL(38, 6)) END
        AS left_value,
    CASE WHEN c.state = 0 THEN CAST($decimals AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, [k.cell_key] AS operands,
    CASE WHEN coalesce(c.state, 5) <> 0 THEN 'operand_absent: ' || k.cell_key END AS reason
FROM ck_source AS s
JOIN ck_form AS f ON f.variant = s.variant
JOIN ck_code AS k ON k.cell = f.cell AND k.value_type = 'decimal'
LEFT JOIN ck_cell AS c ON c.ix = s.ix AND c.cell = k.cell
WHERE s.is_target
