-- Requests as Table 3 prints them in its total column, per organ and year. A cell without a value stays NULL.
SELECT r.organ_id, r.year,
    max(c.value) FILTER (c.cell_key = 't3.new_received.total') AS received,
    max(c.value) FILTER (c.cell_key = 't3.total_processed.total') AS processed,
    max(c.value) FILTER (c.cell_key = 't3.carried_out.total') AS carried_out
FROM core.fact_report AS r
JOIN core.fact_cell AS c USING (report_id)
WHERE r.is_current
    AND c.cell_key IN ('t3.new_received.total', 't3.total_processed.total', 't3.carried_out.total')
GROUP BY ALL
ORDER BY r.organ_id, r.year;
