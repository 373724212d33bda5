-- For reports that were published more than once: the version before, and the cells it printed otherwise. The cells of both are
-- read in one pass over the facts.
CREATE OR REPLACE TEMP TABLE ck_version AS
WITH version AS (
    SELECT r.ix, r.report_id, r.is_current,
        lag(r.report_id) OVER (PARTITION BY r.organ_id, r.year ORDER BY r.is_current, r.first_seen, r.report_id) AS earlier_id
    FROM ck_report AS r
),
again AS MATERIALIZED (
    SELECT v.* FROM version AS v SEMI JOIN ck_wanted AS w ON w.ix = v.ix WHERE v.is_current AND v.earlier_id IS NOT NULL
),
cell AS MATERIALIZED (
    SELECT c.report_id, c.cell_key, c.value
    FROM core.fact_cell AS c
    SEMI JOIN (SELECT report_id FROM again UNION SELECT earlier_id FROM again) AS b ON b.report_id = c.report_id
),
later AS MATERIALIZED (
    SELECT a.ix, a.earlier_id, n.cell_key, n.value FROM again AS a JOIN cell AS n ON n.report_id = a.report_id
),
changed AS (
    SELECT n.ix, list(n.cell_key ORDER BY n.cell_key) AS cells
    FROM later AS n
    JOIN cell AS o ON o.report_id = n.earlier_id AND o.cell_key = n.cell_key
    WHERE n.value IS DISTINCT FROM o.value
    GROUP BY n.ix
)
SELECT a.ix, a.earlier_id, coalesce(c.cells, []) AS cells FROM again AS a LEFT JOIN changed AS c ON c.ix = a.ix
