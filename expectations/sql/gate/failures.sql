-- What failed in current reports; offender names the report.
CREATE OR REPLACE TEMP TABLE gt_failure AS
SELECT
    c.identity_id,
    r.organ_name || ' ' || r.year || ' ' || c.scope
    || coalesce(': ' || regexp_replace(CAST(c.left_value AS TEXT), '\.?0+$', ''), '')
    || coalesce(' / ' || regexp_replace(CAST(c.right_value AS TEXT), '\.?0+$', ''), '') AS offender
FROM core.fact_check AS c
JOIN core.fact_report AS r ON r.report_id = c.report_id
WHERE r.is_current AND c.status = 'FAIL'
ORDER BY c.identity_id, offender
