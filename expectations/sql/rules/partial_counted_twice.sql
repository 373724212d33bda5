-- T3-PARTIAL-EXCL: per column, outcomes beyond the total that double-counted split decisions would explain.
WITH side AS (
    SELECT t.ix, i.scope, i.operands, t.left_sum, t.right_sum, x.status, x.reason,
        o.cell AS total_cell
    FROM ck_result AS x
    JOIN ck_instance AS i ON i.instance = x.instance AND i.identity_id = 'T3-RESULT-SUM'
    LEFT JOIN ck_sum AS t ON t.ix = x.ix AND t.instance = x.instance
    JOIN ck_operand AS o ON o.instance = x.instance AND o.right_sign <> 0
),
partly AS (
    SELECT c.ix, k.column_code, c.term
    FROM ck_cell AS c JOIN ck_code AS k ON k.cell = c.cell
    WHERE k.table_code = 't3' AND k.row_code = 'partial'
),
kept_back AS (
    SELECT c.ix, k.column_code, sum(c.term) AS term
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    JOIN ck_group AS g ON g.variant = s.variant AND g.cell = c.cell AND g.group_name IN ('refused_all', 'unable_all')
    JOIN ck_code AS k ON k.cell = c.cell
    GROUP BY ALL
)
SELECT
    d.ix, d.scope,
    CASE
        WHEN d.status = 'NOT_ASSESSABLE' OR p.term IS NULL THEN 'NOT_ASSESSABLE'
        WHEN d.left_sum > d.right_sum AND d.left_sum - d.right_sum <= least(p.term, b.term) THEN 'FAIL'
        WHEN d.left_sum = d.right_sum THEN 'PASS'
        ELSE 'NOT_ASSESSABLE'
    END AS status,
    CASE WHEN d.status <> 'NOT_ASSESSABLE' THEN CAST(d.left_sum AS DECIMAL(31, 0)) * 0.000001 END AS left_value,
    CASE WHEN d.status <> 'NOT_ASSESSABLE' THEN CAST(d.right_sum AS DECIMAL(31, 0)) * 0.000001 END AS right_value,
    0 AS blanks_as_zero, d.operands,
    CASE
        WHEN d.status = 'NOT_ASSESSABLE' THEN d.reason
        WHEN p.term IS NULL THEN 'operand_absent: t3.partial.' || d.scope
        WHEN d.left_sum <> d.right_sum AND NOT (d.left_sum > d.right_sum AND d.left_sum - d.right_sum <= least(p.term, b.term))
            THEN 'other_cause: T3-RESULT-SUM ' || d.scope
    END AS reason
FROM side AS d
LEFT JOIN partly AS p ON p.ix = d.ix AND p.column_code = d.scope
LEFT JOIN kept_back AS b ON b.ix = d.ix AND b.column_code = d.scope
