-- carried_out of the year before and carried_in of the year after, where those reports print a number.
SELECT s.ix, r.year, is_following, split_part(c.cell_key, '.', 3) AS column_code, c.value
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
JOIN ck_report AS n ON n.organ_id = r.organ_id AND n.is_current AND n.year IN (r.year - 1, r.year + 1)
CROSS JOIN LATERAL (SELECT n.year > r.year AS is_following) AS direction
JOIN core.fact_cell AS c ON c.report_id = n.report_id AND c.value IS NOT NULL
    AND starts_with(c.cell_key, CASE WHEN is_following THEN 't3.carried_in.' ELSE 't3.carried_out.' END)
WHERE s.is_target
ORDER BY ALL
