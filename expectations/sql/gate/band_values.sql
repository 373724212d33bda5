-- Each province's measures with the most specific band that covers them; few reports prove nothing.
CREATE OR REPLACE TEMP TABLE gt_band_value AS
SELECT m.*, b.minimum, b.maximum, b.reason
FROM gt_measure AS m
JOIN gt_band AS b ON b.measure = m.measure AND starts_with(m.region_code, b.province) AND coalesce(b.year, m.year) = m.year
WHERE len(m.region_code) = 2 AND m.reports >= b.at_least_reports
QUALIFY row_number() OVER (PARTITION BY m.measure, m.region_code, m.year ORDER BY len(b.province) DESC, b.year NULLS LAST) = 1
