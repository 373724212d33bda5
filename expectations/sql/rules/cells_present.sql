-- F-CELLS: one row per table of the form. left: cells the page has, right: cells the form variant has.
-- Which cells a page lacks is always known, so this rule is not assessable only for a report without a known form.
SELECT
    s.ix, k.table_code AS scope,
    CASE WHEN count(*) FILTER (c.state <> 5) < count(*) THEN 'FAIL' ELSE 'PASS' END AS status,
    CAST(count(*) FILTER (c.state <> 5) AS DECIMAL(38, 6)) AS left_value,
    CAST(count(*) AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero,
    coalesce(list(k.cell_key ORDER BY k.cell) FILTER (coalesce(c.state, 5) = 5), []) AS operands,
    CASE WHEN count(*) FILTER (c.state <> 5) = 0 THEN 'table_missing: ' || k.table_code END AS reason
FROM ck_source AS s
JOIN ck_form AS f ON f.variant = s.variant
JOIN ck_code AS k ON k.cell = f.cell
LEFT JOIN ck_cell AS c ON c.ix = s.ix AND c.cell = k.cell
WHERE s.is_target
GROUP BY s.ix, k.table_code
