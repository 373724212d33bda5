INSERT INTO core.fact_check BY NAME
SELECT
    r.report_id, i.identity_id, i.rule_version, i.scope, x.status, i.severity,
    CASE WHEN x.status <> 'NOT_ASSESSABLE' THEN CAST(x.left_term AS DECIMAL(31, 0)) * 0.000001 END AS left_value,
    CASE WHEN x.status <> 'NOT_ASSESSABLE' THEN CAST(x.right_term AS DECIMAL(31, 0)) * 0.000001 END AS right_value,
    CASE WHEN x.status <> 'NOT_ASSESSABLE' THEN CAST(x.left_term - x.right_term AS DECIMAL(31, 0)) * 0.000001 END AS difference,
    x.blanks AS blanks_as_zero, i.operands, coalesce(x.reason, m.reason) AS reason, r.capture_sha256, $run_id AS run_id
FROM ck_result AS x
JOIN ck_instance AS i ON i.instance = x.instance
JOIN ck_report AS r ON r.ix = x.ix
LEFT JOIN ck_mended AS m ON m.ix = x.ix AND m.instance = x.instance
