-- O-REGION: the division code held on the last day of the statistics year; on the day valid_to it is gone (dictionary.yaml). Zones and pseudo-codes are no divisions.
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN r.region_code = $unknown_region OR starts_with(r.region_code, $pseudo_prefix) OR r.kind = 'zone' THEN 'NOT_ASSESSABLE'
        WHEN bool_or(d.valid_from <= make_date(r.year, 12, 31) AND coalesce(d.valid_to, DATE '9999-12-31') > make_date(r.year, 12, 31))
            THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CAST(NULL AS DECIMAL(38, 6)) AS left_value, CAST(NULL AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE
        WHEN r.region_code = $unknown_region THEN 'region_unknown'
        WHEN starts_with(r.region_code, $pseudo_prefix) OR r.kind = 'zone' THEN 'not_applicable: no administrative division'
        ELSE 'region_code: ' || r.region_code
    END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
LEFT JOIN core.dim_region AS d ON d.region_code = r.region_code
WHERE s.is_target
GROUP BY s.ix, r.region_code, r.kind, r.year
