-- The cells a failed identity stands on. An operand ending in @prev lies in the previous year's current report.
WITH wanted AS (
    SELECT DISTINCT r.report_id, r.organ_id, r.year, unnest(f.operands) AS operand
    FROM core.fact_check AS f
    JOIN core.fact_report AS r USING (report_id)
    WHERE r.is_current AND f.status = 'FAIL'
),
placed AS (
    SELECT w.report_id, w.operand,
        regexp_replace(w.operand, '^[+-]|@.*$', '', 'g') AS cell_key,
        coalesce(p.report_id, CASE WHEN contains(w.operand, '@') THEN NULL ELSE w.report_id END) AS cell_report_id
    FROM wanted AS w
    LEFT JOIN core.fact_report AS p
        ON contains(w.operand, '@') AND p.organ_id = w.organ_id AND p.year = w.year - 1 AND p.is_current
)
SELECT p.report_id, p.operand, p.cell_key, c.value, coalesce(c.status, 'missing') AS status, c.candidates
FROM placed AS p
LEFT JOIN core.fact_cell AS c ON c.report_id = p.cell_report_id AND c.cell_key = p.cell_key;
