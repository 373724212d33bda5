-- T2-PROC-UNIT: an amount above zero says its unit, in the cell or the header.
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN coalesce(c.state, 5) <> 0 OR c.term = 0 THEN 'NOT_ASSESSABLE'
        WHEN c.has_unit THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CAST(c.term AS DECIMAL(31, 0)) * 0.000001 AS left_value,
    CAST(NULL AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, [k.cell_key] AS operands,
    CASE WHEN coalesce(c.state, 5) <> 0 OR c.term = 0 THEN 'no_amount: ' || k.cell_key END AS reason
FROM ck_source AS s
JOIN ck_code AS k ON k.cell_key = 't2.gov_procurement.procurement_amount'
LEFT JOIN ck_cell AS c ON c.ix = s.ix AND c.cell = k.cell
WHERE s.is_target
