-- The rows of one template. It gives ix, scope, status, left_value, right_value, blanks_as_zero, operands and reason.
-- Nothing passes on a report without any number, and what was not assessed has no sides.
INSERT INTO core.fact_check BY NAME
WITH found AS (
{rule}
),
judged AS (
    SELECT
        f.* REPLACE (
            CASE WHEN s.numbers = 0 AND f.status = 'PASS' THEN 'NOT_ASSESSABLE' ELSE f.status END AS status,
            CASE WHEN s.numbers = 0 AND f.status = 'PASS' THEN 'empty_report' ELSE f.reason END AS reason
        )
    FROM found AS f
    JOIN ck_source AS s ON s.ix = f.ix
)
SELECT
    r.report_id, $identity_id AS identity_id, $rule_version AS rule_version, j.scope, j.status,
    coalesce(list_extract(map_extract(CAST($severities AS MAP(TEXT, TEXT)), j.scope), 1), $severity) AS severity,
    CASE WHEN j.status <> 'NOT_ASSESSABLE' THEN j.left_value END AS left_value,
    CASE WHEN j.status <> 'NOT_ASSESSABLE' THEN j.right_value END AS right_value,
    CASE WHEN j.status <> 'NOT_ASSESSABLE' THEN CAST(j.left_value - j.right_value AS DECIMAL(38, 6)) END AS difference,
    j.blanks_as_zero, j.operands, j.reason, r.capture_sha256, $run_id AS run_id
FROM judged AS j
JOIN ck_report AS r ON r.ix = j.ix
WHERE list_contains($rule_editions, r.edition)
