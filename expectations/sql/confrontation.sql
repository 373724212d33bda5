SELECT
    c.identity_id, max(c.severity), count(*),
    count(*) FILTER (c.status = 'PASS'), count(*) FILTER (c.status = 'FAIL'),
    count(*) FILTER (c.status = 'NOT_ASSESSABLE'), count(*) FILTER (c.status = 'WAIVED'),
    coalesce(max(i.formula), '')
FROM core.fact_check AS c
JOIN core.fact_report AS r ON r.report_id = c.report_id AND r.is_current
LEFT JOIN core.dim_identity AS i ON i.identity_id = c.identity_id AND i.rule_version = c.rule_version
GROUP BY c.identity_id
ORDER BY c.identity_id
