-- A failure that one blank cell would mend, were it read as a number and not as 0, says which and as what.
CREATE OR REPLACE TEMP TABLE ck_mended AS
SELECT ix, instance, 'mended_if: ' || string_agg(cell_key || ' = ' || number, ' or ' ORDER BY cell_key) AS reason
FROM (
    SELECT
        x.ix, x.instance,
        k.cell_key || CASE WHEN o.is_prev THEN '@prev' ELSE '' END AS cell_key,
        (x.left_term - x.right_term) // (o.right_sign - o.left_sign) AS implied,
        regexp_replace(CAST(CAST(implied AS DECIMAL(31, 0)) * 0.000001 AS TEXT), '\.?0+$', '') AS number,
        k.value_type
    FROM ck_result AS x
    JOIN ck_source AS s ON s.ix = x.ix
    JOIN ck_operand AS o ON o.instance = x.instance
    JOIN ck_cell AS c ON c.ix = CASE WHEN o.is_prev THEN s.prev_ix ELSE s.ix END AND c.cell = o.cell
    JOIN ck_code AS k ON k.cell = c.cell
    WHERE x.status = 'FAIL' AND x.operator = '==' AND c.state = 1
)
WHERE implied > 0 AND (value_type = 'decimal' OR implied % 1000000 = 0)
GROUP BY ix, instance
