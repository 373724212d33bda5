-- Reports that break an explainable identity, among those asked for (all, when none are named).
CREATE OR REPLACE TEMP TABLE ck_wanted AS
SELECT DISTINCT r.ix
FROM ck_report AS r
JOIN core.fact_check AS c ON c.report_id = r.report_id
WHERE c.status = 'FAIL' AND list_contains($identities, c.identity_id)
    AND ($report_ids IS NULL OR list_contains($report_ids, r.report_id))
ORDER BY r.ix
