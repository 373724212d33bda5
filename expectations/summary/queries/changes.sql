-- What a re-publication changed, cell by cell: each superseded version against the one that took its place.
SELECT old.report_id AS old_report_id, old.superseded_by AS new_report_id, coalesce(a.cell_key, b.cell_key) AS cell_key,
    a.value AS old_value, a.status AS old_status, a.raw_text AS old_raw,
    b.value AS new_value, b.status AS new_status, b.raw_text AS new_raw
FROM core.fact_report AS old
JOIN core.fact_cell AS a ON a.report_id = old.report_id
JOIN core.fact_cell AS b ON b.report_id = old.superseded_by AND b.cell_key = a.cell_key
WHERE old.organ_id IN (SELECT unnest($organ_ids)) AND old.superseded_by IS NOT NULL
    AND (a.value IS DISTINCT FROM b.value OR a.status <> b.status)
ORDER BY old.first_seen DESC, old.report_id, cell_key;
