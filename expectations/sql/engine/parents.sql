-- Governments whose report may sum up others (L-SUM, L-PART, T4-CODEFENDANT). The scope is read from the text: own level is its
-- office and departments, whole region its townships, its zones and the governments right below as well.
CREATE OR REPLACE TEMP TABLE ck_parent AS
SELECT r.ix, r.organ_id, r.region_code, r.year,
    CASE
        WHEN regexp_matches(q.body_text, $consolidated_region) THEN 'whole_region'
        WHEN regexp_matches(q.body_text, $consolidated_level) THEN 'own_level'
    END AS stated
FROM ck_report AS r
SEMI JOIN ck_wanted AS w ON w.ix = r.ix
JOIN core.fact_report AS q ON q.report_id = r.report_id
WHERE list_contains($kinds, r.kind)
