-- T3-PARTIAL-EXCL: a column (scope) whose outcomes (left) exceed the total (right) by no more than split decisions counted
-- twice would explain. A table without such columns is one result of its own; other differences are T3-RESULT-SUM's.
WITH side AS (
    SELECT x.ix, x.instance, i.scope, i.operands, x.left_term, x.right_term, x.status
    FROM ck_result AS x
    JOIN ck_instance AS i ON i.instance = x.instance
    WHERE i.identity_id = 'T3-RESULT-SUM'
),
over AS (SELECT * FROM side WHERE status = 'FAIL' AND left_term > right_term),
part AS (
    SELECT o.ix, o.scope,
        sum(c.term) FILTER (k.row_code = 'partial') AS partly,
        sum(c.term) FILTER (k.row_code <> 'partial') AS kept_back
    FROM over AS o
    JOIN ck_source AS s ON s.ix = o.ix
    JOIN ck_code AS k ON k.table_code = 't3' AND k.column_code = o.scope
    LEFT JOIN (SELECT DISTINCT variant, cell FROM ck_group WHERE group_name IN ('refused_all', 'unable_all')) AS g
        ON g.variant = s.variant AND g.cell = k.cell
    JOIN ck_cell AS c ON c.ix = o.ix AND c.cell = k.cell
    WHERE k.row_code = 'partial' OR g.cell IS NOT NULL
    GROUP BY ALL
),
twice AS (
    SELECT o.* FROM over AS o
    JOIN part AS p ON p.ix = o.ix AND p.scope = o.scope
    WHERE o.left_term - o.right_term <= least(p.partly, p.kept_back)
)
SELECT ix, scope, 'FAIL' AS status, CAST(left_term AS DECIMAL(31, 0)) * 0.000001 AS left_value,
    CAST(right_term AS DECIMAL(31, 0)) * 0.000001 AS right_value, 0 AS blanks_as_zero, operands, CAST(NULL AS TEXT) AS reason
FROM twice
UNION ALL
SELECT d.ix, 't3', CASE WHEN bool_or(d.status = 'PASS') AND NOT bool_or(d.status = 'FAIL') THEN 'PASS' ELSE 'NOT_ASSESSABLE' END,
    NULL, NULL, 0, [],
    CASE
        WHEN bool_or(d.status = 'FAIL') THEN 'other_cause: T3-RESULT-SUM'
        WHEN NOT bool_or(d.status = 'PASS') THEN 'operand_absent: t3'
    END
FROM side AS d
WHERE NOT EXISTS (SELECT 1 FROM twice AS t WHERE t.ix = d.ix)
GROUP BY d.ix
