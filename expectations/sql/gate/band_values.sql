-- Every bound with the values it covers, now and at the last publication. Of each kind of bound the most specific band wins:
-- a named province first, then a named year. What may fall is compared in divisions and provinces, least and greatest values
-- in provinces only: few reports prove nothing.
CREATE OR REPLACE TEMP TABLE gt_band_value AS
WITH measured AS (
    SELECT coalesce(m.measure, p.measure) AS measure, coalesce(m.region_code, p.region_code) AS region_code,
        coalesce(m.year, p.year) AS year, greatest(coalesce(m.reports, 0), coalesce(p.reports, 0)) AS reports,
        m.value, p.value AS before
    FROM gt_measure AS m
    FULL JOIN gt_previous AS p ON p.measure = m.measure AND p.region_code = m.region_code AND p.year = m.year
),
bound AS (UNPIVOT gt_band ON minimum, maximum, most_fall INTO NAME kind VALUE bound),
covered AS (
    SELECT m.*, b.kind, b.bound, b.reason
    FROM measured AS m
    JOIN bound AS b ON b.measure = m.measure AND starts_with(m.region_code, b.province) AND coalesce(b.year, m.year) = m.year
        AND m.reports >= b.at_least_reports AND (b.kind = 'most_fall' OR len(m.region_code) = 2)
    QUALIFY row_number() OVER (
        PARTITION BY m.measure, m.region_code, m.year, b.kind ORDER BY len(b.province) DESC, b.year NULLS LAST
    ) = 1
),
named AS (SELECT region_code, arg_max(name_zh, valid_from) AS name FROM core.dim_region GROUP BY region_code)
SELECT c.*, coalesce(n.name || ' ', '') || c.region_code || ', ' || c.year || ': ' AS place
FROM covered AS c
LEFT JOIN named AS n ON n.region_code = rpad(c.region_code, 6, '0')
