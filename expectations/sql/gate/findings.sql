-- One row per assessed result of a current report; offender names the report where the rule failed.
CREATE OR REPLACE TEMP TABLE gt_finding AS
SELECT
    c.identity_id,
    CASE WHEN c.status = 'FAIL' THEN
        r.organ_name || ' ' || r.year || ' ' || c.scope
        || coalesce(': ' || regexp_replace(CAST(c.left_value AS TEXT), '\.?0+$', ''), '')
        || coalesce(' / ' || regexp_replace(CAST(c.right_value AS TEXT), '\.?0+$', ''), '')
    END AS offender
FROM core.fact_check AS c
JOIN core.fact_report AS r ON r.report_id = c.report_id
WHERE r.is_current AND c.status <> 'NOT_ASSESSABLE'
ORDER BY c.identity_id
