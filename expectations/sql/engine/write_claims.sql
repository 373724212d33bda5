INSERT INTO core.fact_check BY NAME
SELECT
    r.report_id, i.identity_id, i.rule_version, coalesce(c.scope, 'text') AS scope,
    coalesce(c.status, 'NOT_ASSESSABLE') AS status, i.severity,
    CAST(c.left_value AS DECIMAL(38, 6)) AS left_value, CAST(c.right_value AS DECIMAL(38, 6)) AS right_value,
    CAST(c.left_value AS DECIMAL(38, 6)) - CAST(c.right_value AS DECIMAL(38, 6)) AS difference,
    0 AS blanks_as_zero, coalesce(o.operands, []) AS operands,
    coalesce(c.reason, 'no_claim: the text states none of these figures') AS reason, r.capture_sha256, $run_id AS run_id
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
JOIN ck_claim_rule AS i ON list_contains(i.editions, r.edition)
LEFT JOIN ck_claim AS c ON c.ix = s.ix AND c.identity_id = i.identity_id
LEFT JOIN (
    SELECT o.reading, list(k.cell_key || CASE WHEN o.is_prev THEN '@prev' ELSE '' END ORDER BY o.cell) AS operands
    FROM ck_reading_operand AS o JOIN ck_code AS k ON k.cell = o.cell
    GROUP BY o.reading
) AS o ON o.reading = c.reading
WHERE s.is_target
