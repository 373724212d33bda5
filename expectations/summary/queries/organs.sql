-- Organs in the order a supervisor names them: government, office, departments, towns, zones; last those nobody expects.
SELECT organ_id, region_code, kind, name_zh AS name, is_expected, source_id, uscc
FROM core.dim_organ
QUALIFY row_number() OVER (PARTITION BY organ_id ORDER BY valid_from DESC NULLS LAST, name_zh, kind) = 1
ORDER BY region_code, is_expected DESC,
    list_position(['government', 'office', 'department', 'township', 'zone'], kind),
    name_zh, organ_id;
