-- The cells of every report, counted where they were not counted as the report's run wrote them (ops.cell_count), or where this
-- run wrote any: also of a report that is not there.
DELETE FROM ops.cell_count WHERE report_id IN (SELECT report_id FROM gt_written);
DELETE FROM ops.cell_count AS n
WHERE NOT EXISTS (SELECT 1 FROM core.fact_report AS r WHERE r.report_id = n.report_id AND r.run_id = n.run_id);
CREATE OR REPLACE TEMP TABLE gt_uncounted AS
SELECT report_id FROM gt_written
UNION
SELECT r.report_id FROM core.fact_report AS r ANTI JOIN ops.cell_count AS n ON n.report_id = r.report_id;
INSERT INTO ops.cell_count BY NAME
WITH counted AS MATERIALIZED (
    SELECT c.report_id,
        count(*) FILTER (c.status IN ('reported', 'inferred')) AS figures,
        count(*) FILTER (
            c.status = 'unreadable' OR (
                c.status = 'ambiguous' AND len(list_distinct(list_transform(c.candidates, lambda x: coalesce(x, 0)))) > 1
            )
        ) AS unread,
        count(*) FILTER (c.status <> 'missing') AS cells,
        count(*) AS rows_held, max(c.run_id) AS run_id
    FROM core.fact_cell AS c
    SEMI JOIN gt_uncounted AS u ON u.report_id = c.report_id
    GROUP BY c.report_id
)
SELECT n.* REPLACE (coalesce(r.run_id, n.run_id) AS run_id)
FROM counted AS n
LEFT JOIN (SELECT report_id, min(run_id) AS run_id FROM core.fact_report GROUP BY report_id) AS r ON r.report_id = n.report_id
