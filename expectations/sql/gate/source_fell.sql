/* compared for {batch} */
-- Lists read to their end tonight that show fewer reports of a year than on the last good night of a published run. What the
-- site took down itself counts as there: that is its publisher's doing, told by coverage. Of bands the most specific wins.
WITH region AS (SELECT source_id, min(region_code) AS region_code FROM core.dim_organ WHERE source_id IS NOT NULL GROUP BY source_id),
good AS (
    SELECT y.source_id, y.year, y.run_id, y.reports, y.gone
    FROM ops.source_year AS y
    JOIN ops.source_night AS n ON n.source_id = y.source_id AND n.run_id = y.run_id AND n.status = 'complete'
    JOIN ops.run AS r ON r.run_id = y.run_id AND r.status IN ('published', 'unchanged')
    ANTI JOIN gt_run AS t ON t.run_id = y.run_id
    QUALIFY row_number() OVER (PARTITION BY y.source_id, y.year ORDER BY r.started_at DESC) = 1
),
compared AS (
    SELECT y.source_id, y.year, y.reports, g.reports AS reports_before, g.run_id,
        y.reports + y.gone AS known, g.reports + g.gone AS known_before, coalesce(e.region_code, '') AS region_code
    FROM ops.source_year AS y
    JOIN gt_run AS t ON t.run_id = y.run_id
    JOIN ops.source_night AS n ON n.source_id = y.source_id AND n.run_id = y.run_id AND n.status = 'complete'
    JOIN good AS g ON g.source_id = y.source_id AND g.year = y.year
    LEFT JOIN region AS e ON e.source_id = y.source_id
),
bounded AS (
    SELECT c.*, b.most_fall, b.reason
    FROM compared AS c
    JOIN gt_band AS b ON b.measure = 'reports_on_list' AND starts_with(c.region_code, b.province)
        AND coalesce(b.year, c.year) = c.year AND c.known_before >= b.at_least_reports
    QUALIFY row_number() OVER (PARTITION BY c.source_id, c.year ORDER BY len(b.province) DESC, b.year NULLS LAST) = 1
)
SELECT source_id || ', ' || year || ': ' || reports || ' reports on its list, ' || reports_before
        || ' on its last good night (' || run_id || '): ' || reason AS offence
FROM bounded
WHERE known < known_before * (1 - most_fall)
ORDER BY known_before - known DESC, source_id, year
