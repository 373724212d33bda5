-- Failures that a reviewer excused. An expired verdict does nothing; a mended report has no failure to excuse.
UPDATE core.fact_check AS c SET status = 'WAIVED', reason = v.reason
FROM ck_review AS v
JOIN ck_report AS r ON r.organ_id = v.organ_id AND r.year = v.year
JOIN ck_wanted AS w ON w.ix = r.ix
WHERE c.report_id = r.report_id AND c.identity_id = v.identity_id AND v.scope IN (c.scope, '*')
    AND c.status = 'FAIL' AND v.until >= $as_of
