-- T2-RULEMAKING: organs below a province or a city with districts have no power to make 规章. left: the largest cell.
SELECT
    s.ix, CASE WHEN r.kind IN ('department', 'zone') THEN r.kind ELSE 'report' END AS scope,
    CASE
        WHEN r.kind IS NULL OR r.region_code = $unknown_region OR count(*) FILTER (c.state = 0) = 0
            OR (r.kind IN ('government', 'office') AND ends_with(r.region_code, '00')) THEN 'NOT_ASSESSABLE'
        WHEN max(c.term) > 0 THEN 'FAIL'
        WHEN count(c.term) < count(*) THEN 'NOT_ASSESSABLE'
        ELSE 'PASS'
    END AS status,
    CASE WHEN count(*) FILTER (c.state = 0) > 0 THEN CAST(max(c.term) AS DECIMAL(31, 0)) * 0.000001 END AS left_value,
    CASE WHEN count(*) FILTER (c.state = 0) > 0 THEN CAST(0 AS DECIMAL(38, 6)) END AS right_value,
    CAST(count(*) FILTER (c.state = 1) AS INTEGER) AS blanks_as_zero,
    list(k.cell_key ORDER BY k.cell) AS operands,
    CASE
        WHEN r.kind IS NULL OR r.region_code = $unknown_region THEN 'organ_unknown: kind or region'
        WHEN r.kind IN ('government', 'office') AND ends_with(r.region_code, '00') THEN 'not_applicable: may make regulations'
        WHEN count(*) FILTER (c.state = 0) = 0 THEN 'no_numbers: t2'
        WHEN count(c.term) < count(*) AND coalesce(max(c.term), 0) = 0 THEN 'operand_unread: t2.regulations'
    END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
JOIN ck_form AS f ON f.variant = s.variant
JOIN ck_code AS k ON k.cell = f.cell AND k.table_code = 't2' AND k.row_code = 'regulations'
LEFT JOIN ck_cell AS c ON c.ix = s.ix AND c.cell = k.cell
WHERE s.is_target
GROUP BY s.ix, r.kind, r.region_code
