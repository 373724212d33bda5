-- L-COVER: on a government's report, organs of its division that reported (left) against those expected (right). Judged once
-- the year's 31 March has passed by the latest capture: before, nothing is missing. An organ is expected from the year the
-- registry names, else from its first report, else from the year by which half of its division had one.
WITH clock AS (SELECT CAST(max(last_seen) AS DATE) AS seen_on FROM core.fact_report),
first_report AS (
    SELECT o.organ_id, o.region_code, min(r.year) AS year
    FROM core.dim_organ AS o
    LEFT JOIN ck_report AS r ON r.organ_id = o.organ_id
    WHERE o.is_expected
    GROUP BY ALL
),
begun AS (
    SELECT organ_id, coalesce(year, CAST(quantile_disc(year, 0.5) OVER (PARTITION BY region_code) AS INTEGER), 9999) AS year
    FROM first_report
),
whole AS MATERIALIZED (
    SELECT s.ix, r.region_code, r.year
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix AND list_contains($kinds, r.kind) AND r.is_current
    WHERE s.is_target
),
-- by equality alone; the years are compared afterwards, else the planner may hold every organ against every government
candidate AS MATERIALIZED (
    SELECT w.ix, w.year, o.organ_id, o.name_zh, coalesce(year(o.valid_from), b.year) AS since, o.valid_to
    FROM whole AS w
    JOIN core.dim_organ AS o ON o.region_code = w.region_code AND o.is_expected
    JOIN begun AS b ON b.organ_id = o.organ_id
),
reported AS MATERIALIZED (SELECT DISTINCT organ_id, year FROM ck_report),
expected AS (
    SELECT c.ix, count(*) AS number, count(q.organ_id) AS received,
        list(c.name_zh ORDER BY c.name_zh) FILTER (q.organ_id IS NULL) AS absent
    FROM candidate AS c
    LEFT JOIN reported AS q ON q.organ_id = c.organ_id AND q.year = c.year
    WHERE c.since <= c.year AND coalesce(c.valid_to, DATE '9999-12-31') >= make_date(c.year, 12, 31)
    GROUP BY c.ix
)
SELECT
    s.ix, 'region' AS scope,
    CASE
        WHEN e.number IS NULL OR c.seen_on <= make_date(r.year + 1, 3, 31) THEN 'NOT_ASSESSABLE'
        WHEN e.received < e.number THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CAST(e.received AS DECIMAL(38, 6)) AS left_value, CAST(e.number AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE
        WHEN e.number IS NULL THEN 'no_expected_organs'
        WHEN c.seen_on <= make_date(r.year + 1, 3, 31) THEN 'not_due: ' || make_date(r.year + 1, 3, 31)
        WHEN e.received < e.number THEN 'absent: ' || array_to_string(e.absent[:5], ', ') || CASE WHEN len(e.absent) > 5 THEN ' and ' || (len(e.absent) - 5) || ' more' ELSE '' END
    END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix AND list_contains($kinds, r.kind) AND r.is_current
CROSS JOIN clock AS c
LEFT JOIN expected AS e ON e.ix = s.ix
WHERE s.is_target
