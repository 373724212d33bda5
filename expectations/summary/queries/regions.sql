-- Regions that have organs, by their latest name.
SELECT region_code, level, name_zh AS name, parent_code
FROM core.dim_region
WHERE region_code IN (SELECT region_code FROM core.dim_organ)
QUALIFY row_number() OVER (PARTITION BY region_code ORDER BY valid_from DESC) = 1
ORDER BY region_code;
