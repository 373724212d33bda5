-- A chain that breaks says what explains it: last year's report was published again, or the organ began this year.
INSERT INTO core.fact_check BY NAME
WITH report AS MATERIALIZED (
    SELECT r.ix, r.report_id, r.year, r.organ_since, r.capture_sha256, p.versions AS previous_versions
    FROM ck_report AS r
    SEMI JOIN ck_source AS s ON s.ix = r.ix AND s.is_target
    LEFT JOIN ck_first AS p ON p.organ_id = r.organ_id AND p.year = r.year - 1
)
SELECT
    r.report_id, i.identity_id, i.rule_version, i.scope, x.status, i.severity,
    CASE WHEN x.status <> 'NOT_ASSESSABLE' THEN CAST(x.left_term AS DECIMAL(31, 0)) * 0.000001 END AS left_value,
    CASE WHEN x.status <> 'NOT_ASSESSABLE' THEN CAST(x.right_term AS DECIMAL(31, 0)) * 0.000001 END AS right_value,
    CASE WHEN x.status <> 'NOT_ASSESSABLE' THEN CAST(x.left_term - x.right_term AS DECIMAL(31, 0)) * 0.000001 END AS difference,
    x.blanks AS blanks_as_zero, i.operands,
    coalesce(x.reason, m.reason, CASE
        WHEN x.status <> 'FAIL' OR NOT i.needs_prev THEN NULL
        WHEN r.previous_versions > 1 THEN 'previous_republished: ' || (r.year - 1)
        WHEN year(r.organ_since) = r.year THEN 'organ_began: ' || r.organ_since
    END) AS reason, r.capture_sha256, $run_id AS run_id
FROM ck_result AS x
JOIN ck_instance AS i ON i.instance = x.instance
JOIN report AS r ON r.ix = x.ix
LEFT JOIN ck_mended AS m ON m.ix = x.ix AND m.instance = x.instance
