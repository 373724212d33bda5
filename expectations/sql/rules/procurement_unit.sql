-- T2-PROC-UNIT: an amount above zero says its unit, in the cell or the header.
SELECT
    s.ix, 'report' AS scope,
    CASE WHEN coalesce(c.value, 0) = 0 THEN 'NOT_ASSESSABLE' WHEN c.unit IS NULL THEN 'FAIL' ELSE 'PASS' END AS status,
    CASE WHEN c.value <> 0 THEN CAST(c.value AS DECIMAL(38, 6)) END AS left_value,
    CAST(NULL AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, ['t2.gov_procurement.procurement_amount'] AS operands,
    CASE WHEN coalesce(c.value, 0) = 0 THEN 'no_amount: t2.gov_procurement.procurement_amount' END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
LEFT JOIN core.fact_cell AS c ON c.report_id = r.report_id AND c.cell_key = 't2.gov_procurement.procurement_amount'
WHERE s.is_target
