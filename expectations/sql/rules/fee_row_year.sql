-- T3-FEE-ROW: requests closed for an unpaid fee (left) need a year in which the fee exists (right: none before).
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN c.term IS NULL OR c.state <> 0 THEN 'NOT_ASSESSABLE'
        WHEN c.term > 0 AND r.year < $first_year THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CASE WHEN c.state = 0 THEN CAST(c.term AS DECIMAL(31, 0)) * 0.000001 END AS left_value,
    CASE WHEN c.state = 0 AND r.year < $first_year THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, ['t3.other_overdue_fee.total'] AS operands,
    CASE WHEN c.term IS NULL OR c.state <> 0 THEN 'operand_absent: t3.other_overdue_fee.total' END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
LEFT JOIN (SELECT c.* FROM ck_cell AS c JOIN ck_code AS k ON k.cell = c.cell AND k.cell_key = 't3.other_overdue_fee.total') AS c
    ON c.ix = s.ix
WHERE s.is_target
