-- T2-FEE-UNIT: a fee of the order of yuan where the form asks for 万元. right: the bound it exceeds.
WITH fee AS (
    SELECT s.ix, r.region_code, c.term, c.state, h.reports,
        CASE WHEN h.reports >= 3 THEN least($bound, h.middle * $times_median) ELSE $bound END AS bound
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix
    JOIN ck_code AS k ON k.cell_key = 't2.admin_fees.fee_amount'
    LEFT JOIN ck_cell AS c ON c.ix = s.ix AND c.cell = k.cell
    LEFT JOIN ck_fee AS h ON h.organ_id = r.organ_id
    WHERE s.is_target
)
SELECT
    ix, 'report' AS scope,
    CASE
        WHEN coalesce(state, 5) <> 0 THEN 'NOT_ASSESSABLE'
        WHEN ends_with(region_code, '00') AND coalesce(reports, 0) < 3 THEN 'NOT_ASSESSABLE'
        WHEN term / 1000000 > bound AND term % 1000000 = 0 THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CASE WHEN state = 0 THEN CAST(term AS DECIMAL(31, 0)) * 0.000001 END AS left_value,
    CASE WHEN state = 0 THEN CAST(bound AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, ['t2.admin_fees.fee_amount'] AS operands,
    CASE
        WHEN coalesce(state, 5) <> 0 THEN 'operand_absent: t2.admin_fees.fee_amount'
        WHEN ends_with(region_code, '00') AND coalesce(reports, 0) < 3 THEN 'not_applicable: too few years of a city or province'
    END AS reason
FROM fee
