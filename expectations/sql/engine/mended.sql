-- A failure that one blank cell would mend, were it read as a number and not as 0, says which and as what (for a bound: as what
-- at least). The first five are named.
CREATE OR REPLACE TEMP TABLE ck_mended AS
WITH failing AS MATERIALIZED (
    SELECT x.ix, x.instance, x.operator, x.left_term - x.right_term AS difference, o.cell, o.is_prev,
        o.right_sign - o.left_sign AS sign, CASE WHEN o.is_prev THEN s.prev_ix ELSE s.ix END AS source_ix
    FROM ck_result AS x
    JOIN ck_source AS s ON s.ix = x.ix
    JOIN ck_operand AS o ON o.instance = x.instance
    WHERE x.status = 'FAIL'
),
reading AS (
    SELECT f.ix, f.instance, k.value_type, f.difference // f.sign AS implied,
        k.cell_key || CASE WHEN f.is_prev THEN '@prev' ELSE '' END || CASE WHEN f.operator = '==' THEN ' = ' ELSE ' >= ' END AS cell_is
    FROM failing AS f
    JOIN ck_cell AS c ON c.ix = f.source_ix AND c.cell = f.cell
    JOIN ck_code AS k ON k.cell = f.cell
    WHERE c.state = 1
),
named AS (
    SELECT ix, instance, list(
            cell_is || regexp_replace(CAST(CAST(implied AS DECIMAL(31, 0)) * 0.000001 AS TEXT), '\.?0+$', '') ORDER BY cell_is
        ) AS names
    FROM reading
    WHERE implied > 0 AND (value_type = 'decimal' OR implied % 1000000 = 0)
    GROUP BY ix, instance
)
SELECT ix, instance, 'mended_if: ' || array_to_string(names[:5], ' or ')
    || CASE WHEN len(names) > 5 THEN ' or ' || (len(names) - 5) || ' more' ELSE '' END AS reason
FROM named
