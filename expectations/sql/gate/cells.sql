-- The cells of every report counted, in the one pass of the gate that reads them all.
CREATE OR REPLACE TEMP TABLE gt_cell AS
SELECT c.report_id,
    count(*) FILTER (c.status IN ('reported', 'inferred')) AS figures,
    count(*) FILTER (
        c.status = 'unreadable' OR (
            c.status = 'ambiguous' AND len(list_distinct(list_transform(c.candidates, lambda x: coalesce(x, 0)))) > 1
        )
    ) AS unread,
    count(*) FILTER (c.status <> 'missing') AS cells
FROM core.fact_cell AS c
GROUP BY ALL
