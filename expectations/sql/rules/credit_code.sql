-- O-USCC: check digit of GB 32100-2015 (weights 3^i mod 31), and 11 (机构编制, 机关) in front. Its region is not read.
WITH code AS (
    SELECT s.ix, o.uscc,
        list_sum(list_transform(
            range(17), lambda i: (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', o.uscc[i + 1]) - 1) * (CAST(power(3, i) AS BIGINT) % 31)
        )) AS total,
        regexp_full_match(o.uscc, '[0-9A-HJ-NPQRTUWXY]{18}') AS is_formed
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix
    LEFT JOIN (SELECT organ_id, min(uscc) AS uscc FROM core.dim_organ GROUP BY organ_id) AS o ON o.organ_id = r.organ_id
    WHERE s.is_target
)
SELECT
    ix, 'report' AS scope,
    CASE
        WHEN uscc IS NULL THEN 'NOT_ASSESSABLE'
        WHEN is_formed AND starts_with(uscc, '11')
            AND uscc[18] = '0123456789ABCDEFGHJKLMNPQRTUWXY'[CAST((31 - total % 31) % 31 AS INTEGER) + 1] THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CAST(NULL AS DECIMAL(38, 6)) AS left_value, CAST(NULL AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE WHEN uscc IS NULL THEN 'no_credit_code' ELSE 'credit_code: ' || uscc END AS reason
FROM code
