-- The rows of one template. Nothing passes on a report without any number. It gives ix, scope, status, left_value, right_value, blanks_as_zero, operands and reason.
INSERT INTO core.fact_check BY NAME
WITH found AS (
{rule}
)
SELECT
    r.report_id, $identity_id AS identity_id, $rule_version AS rule_version, f.scope,
    CASE WHEN s.numbers = 0 AND f.status = 'PASS' THEN 'NOT_ASSESSABLE' ELSE f.status END AS status,
    coalesce(list_extract(map_extract(CAST($severities AS MAP(TEXT, TEXT)), f.scope), 1), $severity) AS severity,
    f.left_value, f.right_value, CAST(f.left_value - f.right_value AS DECIMAL(38, 6)) AS difference,
    f.blanks_as_zero, f.operands,
    CASE WHEN s.numbers = 0 AND f.status = 'PASS' THEN 'empty_report' ELSE f.reason END AS reason, r.capture_sha256, $run_id AS run_id
FROM found AS f
JOIN ck_report AS r ON r.ix = f.ix
JOIN ck_source AS s ON s.ix = f.ix
WHERE list_contains($rule_editions, r.edition)
