-- What the report of the year after prints in the cells that its rules over two years hold against this one.
SELECT s.ix, n.edition, c.cell_key, c.value
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
JOIN ck_report AS n ON n.organ_id = r.organ_id AND n.is_current AND n.year = r.year + 1
JOIN core.fact_cell AS c ON c.report_id = n.report_id AND c.value IS NOT NULL AND list_contains($cells, c.cell_key)
WHERE s.is_target AND c.value = round(c.value)
ORDER BY ALL
