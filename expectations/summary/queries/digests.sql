-- What stands in an organ's page beside the rows that the overview reads anyway, as one digest an organ: cells of every
-- version (a page tells what a version changed), and what was noted about them. Sums of hashes: the order of rows is no
-- part of them, and a row more or less, or a column that differs, is.
WITH part AS (
    SELECT report_id, 'cells' AS kind, count(*) AS rows,
        sum(hash(cell_key, value, status, raw_text, candidates, address)) AS digest
    FROM core.fact_cell GROUP BY report_id
    UNION ALL
    SELECT report_id, 'checks', count(*),
        sum(hash(identity_id, scope, status, severity, left_value, right_value, difference, blanks_as_zero, operands, reason))
    FROM core.fact_check WHERE status <> 'PASS' GROUP BY report_id
    UNION ALL
    SELECT report_id, 'suspects', count(*), sum(hash(rank, cell_key, value, implied_value, why))
    FROM core.fact_suspect GROUP BY report_id
    UNION ALL
    SELECT report_id, 'claims', count(*), sum(hash(measure, value, unit, quote, address))
    FROM core.fact_claim GROUP BY report_id
    UNION ALL
    SELECT report_id, 'indicators', count(*),
        sum(hash(row_number, label, column_label, unit, value, status, raw_text, address))
    FROM core.fact_indicator GROUP BY report_id
    UNION ALL
    SELECT report_id, 'issues', count(*), sum(hash(code, severity, message_zh, message_en, cell_key))
    FROM (SELECT DISTINCT report_id, code, severity, message_zh, message_en, cell_key FROM ops.issue) GROUP BY report_id
)
SELECT r.organ_id, md5(string_agg(concat_ws(' ', r.report_id, p.kind, p.rows, p.digest), ',' ORDER BY r.report_id, p.kind))
    AS digest
FROM core.fact_report AS r
JOIN part AS p USING (report_id)
GROUP BY r.organ_id;
