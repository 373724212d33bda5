-- One row per assessed result of a current report; offender names the report where the rule failed. What passed is counted and
-- its rows are then made of the counts: to bring ten million results together with their reports took most of the gate's time.
CREATE OR REPLACE TEMP TABLE gt_finding AS
WITH passed AS MATERIALIZED (
    SELECT c.identity_id, count(*) AS number
    FROM core.fact_check AS c
    JOIN core.fact_report AS r ON r.report_id = c.report_id AND r.is_current
    WHERE c.status IN ('PASS', 'WAIVED')
    GROUP BY c.identity_id
)
SELECT p.identity_id, NULL::TEXT AS offender
FROM passed AS p, range(p.number)
UNION ALL
SELECT
    c.identity_id,
    r.organ_name || ' ' || r.year || ' ' || c.scope
    || coalesce(': ' || regexp_replace(CAST(c.left_value AS TEXT), '\.?0+$', ''), '')
    || coalesce(' / ' || regexp_replace(CAST(c.right_value AS TEXT), '\.?0+$', ''), '') AS offender
FROM core.fact_check AS c
JOIN core.fact_report AS r ON r.report_id = c.report_id
WHERE r.is_current AND c.status = 'FAIL'
