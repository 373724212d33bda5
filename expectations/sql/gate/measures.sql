-- The gate's measures over current reports, by division code and by province (its first two digits), and statistics year.
-- coverage_rate is for trends only: it falls on the day after a deadline, when reports not yet there begin to be missing.
CREATE OR REPLACE TEMP TABLE gt_measure AS
WITH failing AS (SELECT DISTINCT report_id FROM core.fact_check WHERE status = 'FAIL' AND severity = 'error'),
report AS (
    SELECT unnest([r.region_code, r.region_code[:2]]) AS region_code, r.year, c.figures, c.unread, c.cells,
        f.report_id IS NOT NULL AS is_failing
    FROM core.fact_report AS r
    LEFT JOIN ops.cell_count AS c ON c.report_id = r.report_id
    LEFT JOIN failing AS f ON f.report_id = r.report_id
    WHERE r.is_current
),
summed AS (
    SELECT region_code, year, count(*) AS reports, sum(figures) AS figures, sum(unread) AS unread, sum(cells) AS cells,
        count(*) FILTER (is_failing) AS failing
    FROM report
    GROUP BY ALL
),
coverage AS (
    SELECT unnest([o.region_code, o.region_code[:2]]) AS region_code, v.year,
        v.status IN ('on_time', 'late', 'undated', 'withdrawn') AS is_found
    FROM core.fact_coverage AS v
    JOIN core.dim_organ AS o USING (organ_id)
)
SELECT 'reports' AS measure, region_code, year, reports, CAST(reports AS DOUBLE) AS value FROM summed
UNION ALL
SELECT 'figures_per_report', region_code, year, reports, coalesce(figures, 0) / reports FROM summed
UNION ALL
SELECT 'unread_rate', region_code, year, reports, unread / cells FROM summed WHERE cells > 0
UNION ALL
SELECT 'failing_rate', region_code, year, reports, failing / reports FROM summed
UNION ALL
SELECT 'coverage_rate', region_code, year, count(*), count(*) FILTER (is_found) / count(*) FROM coverage GROUP BY region_code, year
UNION ALL
SELECT 'covered_organs', region_code, year, count(*), count(*) FILTER (is_found) FROM coverage GROUP BY region_code, year
