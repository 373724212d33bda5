-- What the rules read about each report version, in one number: its own content (which version was read by which run), the
-- reports and the rows of dimensions it is held against, and the verdicts in force. Cells are never read here: they change
-- only together with the run_id of their report.
-- $region_kinds are the kinds of organ whose reports are held against others of their division; prose has a way of its own
-- (prose.sql). What a rule reads beyond this must be added here, else its results grow stale.
CREATE OR REPLACE TEMP TABLE ck_context AS
WITH organ AS (
    SELECT o.organ_id, min(o.region_code) AS region_code, min(o.kind) AS kind,
        hash(list_sort(list(hash(o.kind, o.region_code, o.name_zh, o.is_expected, o.valid_from, o.valid_to, o.uscc)))) AS mark
    FROM core.dim_organ AS o
    GROUP BY o.organ_id
),
place AS (SELECT DISTINCT region_code, organ_id FROM core.dim_organ),
begun AS (SELECT organ_id, min(year) AS year FROM ck_report GROUP BY organ_id),
region AS (
    SELECT p.region_code, hash(list_sort(list(hash(o.organ_id, o.mark, b.year)))) AS mark
    FROM place AS p
    JOIN organ AS o ON o.organ_id = p.organ_id
    LEFT JOIN begun AS b ON b.organ_id = o.organ_id
    GROUP BY p.region_code
),
region_year AS (
    SELECT p.region_code, r.year, hash(list_sort(list(hash(r.report_id, r.run_id, r.is_current)))) AS mark
    FROM place AS p
    JOIN ck_report AS r ON r.organ_id = p.organ_id
    GROUP BY ALL
),
below AS (
    SELECT region_code, region_code AS part_code FROM core.dim_region
    UNION SELECT region_code, region_code FROM place
    UNION SELECT parent_code, region_code FROM core.dim_region WHERE parent_code IS NOT NULL
),
clock AS (SELECT CAST(max(last_seen) AS DATE) AS seen_on FROM core.fact_report),
governing AS (SELECT ix, region_code, year FROM ck_report WHERE list_contains($region_kinds, kind)),
valid AS (SELECT region_code, hash(list_sort(list(hash(valid_from, valid_to)))) AS mark FROM core.dim_region GROUP BY region_code),
governed AS (
    SELECT r.ix, hash(
            list_sort(list(hash(b.part_code, s.mark, y.mark, d.mark))), any_value(c.seen_on <= make_date(r.year + 1, 3, 31))
        ) AS mark
    FROM governing AS r
    JOIN below AS b ON b.region_code = r.region_code
    LEFT JOIN region AS s ON s.region_code = b.part_code
    LEFT JOIN valid AS d ON d.region_code = b.part_code
    LEFT JOIN region_year AS y ON y.region_code = b.part_code AND y.year = r.year
    CROSS JOIN clock AS c
    GROUP BY r.ix
),
version AS (
    SELECT ix,
        hash(
            lag(report_id) OVER chronology, lag(run_id) OVER chronology, count(*) FILTER (is_current) OVER one_year
        ) AS mark
    FROM ck_report
    WINDOW one_year AS (PARTITION BY organ_id, year),
        chronology AS (PARTITION BY organ_id, year ORDER BY is_current, first_seen, report_id)
),
verdict AS (
    SELECT organ_id, year, hash(list_sort(list(hash(identity_id, scope, reason)))) AS mark
    FROM ck_review WHERE until >= $as_of
    GROUP BY ALL
)
SELECT r.ix, r.report_id,
    hash(
        r.run_id, r.parser_version, r.capture_sha256, r.region_code, r.year, r.edition, r.organ_name, r.is_current,
        o.mark, p.report_id, p.run_id, f.published_on, f.versions, e.versions, v.mark, d.mark, g.mark, h.middle, h.reports, w.mark
    ) AS digest
FROM ck_report AS r
LEFT JOIN organ AS o ON o.organ_id = r.organ_id
LEFT JOIN ck_report AS p ON p.ix = r.prev_ix
LEFT JOIN ck_first AS f ON f.organ_id = r.organ_id AND f.year = r.year
LEFT JOIN ck_first AS e ON e.organ_id = r.organ_id AND e.year = r.year - 1
LEFT JOIN version AS v ON v.ix = r.ix
LEFT JOIN valid AS d ON d.region_code = r.region_code
LEFT JOIN governed AS g ON g.ix = r.ix
LEFT JOIN ck_fee AS h ON h.organ_id = r.organ_id
LEFT JOIN verdict AS w ON w.organ_id = r.organ_id AND w.year = r.year
