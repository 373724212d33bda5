-- T2-PROC-ZERO: items (left) and amount (right) of 政府集中采购 are both zero or both not.
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN i.term IS NULL OR a.term IS NULL OR (i.state <> 0 AND a.state <> 0) THEN 'NOT_ASSESSABLE'
        WHEN (i.term = 0) = (a.term = 0) THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CASE WHEN i.term IS NOT NULL AND a.term IS NOT NULL THEN CAST(i.term AS DECIMAL(31, 0)) * 0.000001 END AS left_value,
    CASE WHEN i.term IS NOT NULL AND a.term IS NOT NULL THEN CAST(a.term AS DECIMAL(31, 0)) * 0.000001 END AS right_value,
    CAST((i.state = 1)::INTEGER + (a.state = 1)::INTEGER AS INTEGER) AS blanks_as_zero,
    ['t2.gov_procurement.procurement_items', 't2.gov_procurement.procurement_amount'] AS operands,
    CASE WHEN i.term IS NULL OR a.term IS NULL OR (i.state <> 0 AND a.state <> 0) THEN 'operand_unread: t2.gov_procurement' END AS reason
FROM ck_source AS s
JOIN ck_code AS ki ON ki.cell_key = 't2.gov_procurement.procurement_items'
JOIN ck_code AS ka ON ka.cell_key = 't2.gov_procurement.procurement_amount'
LEFT JOIN ck_cell AS i ON i.ix = s.ix AND i.cell = ki.cell
LEFT JOIN ck_cell AS a ON a.ix = s.ix AND a.cell = ka.cell
WHERE s.is_target
