-- How each source fared of late: its last night, its last good one, and how the last nights went, oldest first.
-- later_night holds the nights of runs that were not published, which are not in this warehouse.
WITH night AS (
    SELECT n.source_id, n.status, n.accepted, n.reason, n.run_id, r.started_at
    FROM ops.source_night AS n
    JOIN ops.run AS r ON r.run_id = n.run_id
    UNION ALL BY NAME
    SELECT l.* FROM later_night AS l ANTI JOIN ops.source_night AS n ON n.run_id = l.run_id
),
numbered AS (
    SELECT *, row_number() OVER (PARTITION BY source_id ORDER BY started_at DESC, run_id DESC) AS nights_ago FROM night
),
trend AS (
    SELECT
        source_id,
        arg_min(status, nights_ago) AS status,
        arg_min(reason, nights_ago) AS reason,
        arg_min(accepted, nights_ago) AS accepted,
        max(started_at) FILTER (status = 'complete') AS last_success,
        arg_min(accepted, nights_ago) FILTER (status = 'complete') AS accepted_at_last_success,
        coalesce(min(nights_ago) FILTER (status = 'complete') - 1, count(*)) AS nights_since_success,
        list(status ORDER BY nights_ago DESC) FILTER (nights_ago <= $shown_nights) AS last_nights
    FROM numbered
    WHERE NOT starts_with(source_id, 'file:')
    GROUP BY source_id
)
FROM trend
ORDER BY status IN ('complete', 'skipped'), last_success NULLS FIRST, source_id
