/* compared for {batch} */
SELECT n.region_code, n.year, p.value AS before, coalesce(m.value, 0) AS now
FROM (SELECT region_code, year FROM gt_previous WHERE measure = '{measure}') AS n
JOIN gt_previous AS p ON p.measure = '{measure}' AND p.region_code = n.region_code AND p.year = n.year
LEFT JOIN gt_measure AS m ON m.measure = '{measure}' AND m.region_code = n.region_code AND m.year = n.year
WHERE coalesce(m.value, 0) < p.value * (1 - {tolerance})
