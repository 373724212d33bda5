-- Reports that break an explainable identity, among those asked for.
CREATE OR REPLACE TEMP TABLE ck_wanted AS
SELECT DISTINCT r.ix
FROM ck_report AS r
SEMI JOIN ck_asked AS a ON a.report_id = r.report_id
JOIN core.fact_check AS c ON c.report_id = r.report_id
WHERE c.status = 'FAIL' AND list_contains($identities, c.identity_id)
ORDER BY r.ix
