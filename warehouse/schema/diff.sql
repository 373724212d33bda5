-- What differs between the current reports of old_publication and new_publication (attached databases).
CREATE TEMP TABLE report_change AS
WITH o AS (FROM old_publication.core.fact_report WHERE is_current),
n AS (FROM new_publication.core.fact_report WHERE is_current)
SELECT
    CASE
        WHEN o.report_id IS NULL THEN 'added'
        WHEN n.report_id IS NULL THEN 'removed'
        WHEN o.report_id <> n.report_id THEN 'changed'
        ELSE 'reread'
    END AS kind,
    organ_id, coalesce(n.organ_name, o.organ_name) AS organ_name, year, o.report_id AS old_report_id,
    n.report_id AS new_report_id
FROM o
FULL JOIN n USING (organ_id, year)
WHERE o.report_id IS DISTINCT FROM n.report_id OR o.parser_version <> n.parser_version;

CREATE TEMP TABLE cell_change AS
WITH changed AS (FROM report_change WHERE kind IN ('changed', 'reread')),
o AS (
    SELECT r.organ_id, r.year, c.* FROM changed AS r
    JOIN old_publication.core.fact_cell AS c ON c.report_id = r.old_report_id
),
n AS (
    SELECT r.organ_id, r.year, c.* FROM changed AS r
    JOIN new_publication.core.fact_cell AS c ON c.report_id = r.new_report_id
),
place AS (
    SELECT cell_key, min(cell_order) AS place FROM new_publication.core.dim_form_cell GROUP BY cell_key
)
SELECT organ_id, r.organ_name, year, cell_key, o.value AS old_value, o.status AS old_status, n.value AS new_value,
    n.status AS new_status
FROM o
FULL JOIN n USING (organ_id, year, cell_key)
JOIN changed AS r USING (organ_id, year)
LEFT JOIN place AS p USING (cell_key)
WHERE o.value IS DISTINCT FROM n.value OR o.status IS DISTINCT FROM n.status
ORDER BY organ_id, year, p.place, cell_key;
