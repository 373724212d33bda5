-- Organs by id or by any name they bore.
SELECT DISTINCT organ_id
FROM core.dim_organ
WHERE organ_id = $organ OR name_zh = $organ OR list_contains(names, $organ)
ORDER BY organ_id
