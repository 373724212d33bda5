-- Who is a part of which consolidated report. An organ that ended before the last day of the year, or began after it, is a part
-- only if it reported all the same.
CREATE OR REPLACE TEMP TABLE ck_part AS
WITH place AS MATERIALIZED (
    SELECT ix, organ_id AS parent_id, year, region_code, stated, FALSE AS is_below FROM ck_parent WHERE stated IS NOT NULL
    UNION ALL
    SELECT p.ix, p.organ_id, p.year, d.region_code, p.stated, TRUE
    FROM ck_parent AS p
    JOIN core.dim_region AS d ON d.parent_code = p.region_code
    WHERE p.stated = 'whole_region' AND d.valid_from <= make_date(p.year, 12, 31)
        AND coalesce(d.valid_to, DATE '9999-12-31') > make_date(p.year, 12, 31)
),
-- each organ of the place, whoever it is: compared afterwards, so that no comparison stands in the join
organ AS MATERIALIZED (
    SELECT p.*, o.organ_id, o.kind, o.name_zh,
        coalesce(year(o.valid_from), p.year) <= p.year
            AND coalesce(o.valid_to, DATE '9999-12-31') >= make_date(p.year, 12, 31) AS was_there
    FROM place AS p JOIN core.dim_organ AS o ON o.region_code = p.region_code
),
one AS MATERIALIZED (
    SELECT ix, organ_id, year, any_value(name_zh) AS name_zh, bool_or(was_there) AS was_there
    FROM organ
    WHERE organ_id <> parent_id AND CASE
        WHEN is_below THEN kind = 'government'
        ELSE kind IN ('office', 'department') OR (kind IN ('township', 'zone') AND stated = 'whole_region')
    END
    GROUP BY ix, organ_id, year
),
current_report AS MATERIALIZED (SELECT organ_id, year, min(ix) AS ix FROM ck_report WHERE is_current GROUP BY ALL)
SELECT o.ix, o.organ_id, o.name_zh, r.ix AS part_ix
FROM one AS o
LEFT JOIN current_report AS r ON r.organ_id = o.organ_id AND r.year = o.year
WHERE o.was_there OR r.ix IS NOT NULL
