-- Expected organs and years against what was found. cv_due holds the due dates by kind and year (expectations.coverage).
INSERT INTO core.fact_coverage BY NAME
WITH expected AS (
    SELECT o.organ_id, o.source_id, o.names, d.year, d.due_on, d.grace_due_on, d.is_statutory
    FROM core.dim_organ AS o
    JOIN cv_due AS d ON d.kind = o.kind
    WHERE o.is_expected
        AND coalesce(o.valid_from, DATE '0001-01-01') <= make_date(d.year, 12, 31)
        AND coalesce(o.valid_to, DATE '9999-12-31') >= make_date(d.year, 12, 31)
),
seen AS (
    SELECT
        r.organ_id, r.year,
        min(r.report_id) FILTER (r.is_current) AS report_id,
        arg_min(r.published_on, (r.first_seen, r.report_id)) FILTER (r.published_on IS NOT NULL) AS published_on
    FROM core.fact_report AS r
    GROUP BY ALL
),
latest_capture AS (
    SELECT url, arg_max(page_class, (last_seen, capture_id)) AS page_class FROM core.dim_capture GROUP BY url
),
gone AS (
    SELECT r.organ_id, r.year, min(s.url) AS url
    FROM core.fact_report AS r
    JOIN core.fact_sighting AS s ON s.report_id = r.report_id
    JOIN latest_capture AS c ON c.url = s.url
    GROUP BY ALL
    HAVING bool_and(c.page_class IN ('gone', 'withdrawn'))
),
night AS (
    SELECT source_id, arg_max(status, (run_id = $run_id, run_id)) AS status, arg_max(reason, (run_id = $run_id, run_id)) AS reason
    FROM ops.source_night
    GROUP BY source_id
),
sole_source AS (SELECT source_id FROM core.dim_organ WHERE is_expected GROUP BY source_id HAVING count(*) = 1),
listed AS (
    SELECT e.organ_id, e.year, min(l.url) AS url, bool_or(c.page_class = 'challenge') AS is_challenged
    FROM expected AS e
    JOIN ops.list_entry AS l ON l.source_id = e.source_id AND l.year = e.year AND l.is_accepted
    JOIN latest_capture AS c ON c.url = l.url
    WHERE (
            e.source_id IN (FROM sole_source)
            OR len(list_filter(e.names, lambda n: contains(l.title, n))) > 0
        )
        AND NOT EXISTS (FROM core.fact_sighting AS s WHERE s.url = l.url)
    GROUP BY ALL
),
judged AS (
    SELECT
        e.*, s.report_id, s.published_on, g.url AS gone_url, n.reason AS night_reason, l.url AS listed_url,
        CASE
            WHEN g.url IS NOT NULL THEN 'withdrawn'
            WHEN s.organ_id IS NOT NULL AND s.published_on IS NULL THEN 'undated'
            WHEN s.published_on > e.due_on THEN 'late'
            WHEN s.organ_id IS NOT NULL THEN 'on_time'
            WHEN e.due_on >= $as_of THEN NULL
            WHEN n.status = 'blocked' OR l.is_challenged THEN 'blocked'
            WHEN l.url IS NOT NULL THEN 'unparsable'
            ELSE 'missing'
        END AS status
    FROM expected AS e
    LEFT JOIN seen AS s ON s.organ_id = e.organ_id AND s.year = e.year
    LEFT JOIN gone AS g ON g.organ_id = e.organ_id AND g.year = e.year
    LEFT JOIN night AS n ON n.source_id = e.source_id
    LEFT JOIN listed AS l ON l.organ_id = e.organ_id AND l.year = e.year
)
SELECT
    organ_id, year, status, report_id, published_on, due_on, grace_due_on,
    CASE WHEN is_statutory AND status NOT IN ('blocked', 'unparsable', 'undated') THEN coalesce(published_on, $as_of) > due_on END
        AS is_late_statutory,
    CASE WHEN status NOT IN ('blocked', 'unparsable', 'undated') THEN coalesce(published_on, $as_of) > grace_due_on END
        AS is_late_after_grace,
    CASE status
        WHEN 'withdrawn' THEN 'page_gone: ' || gone_url
        WHEN 'undated' THEN 'undated: due ' || due_on
        WHEN 'blocked' THEN 'source_blocked: ' || coalesce(listed_url, night_reason, '?')
        WHEN 'unparsable' THEN 'page_unread: ' || listed_url
        WHEN 'missing' THEN 'not_found: by ' || $as_of || ', due ' || due_on || CASE WHEN is_statutory THEN '' ELSE ' by policy' END
        ELSE CASE WHEN is_statutory THEN 'published: ' ELSE 'policy_date: ' END || published_on || ', due ' || due_on
    END AS reason,
    $run_id AS run_id
FROM judged
WHERE status IS NOT NULL
