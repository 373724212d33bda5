/* compared for {batch} */
WITH report AS (
    SELECT r.edition, r.year, o.kind, count(*) AS reports
    FROM core.fact_report AS r
    JOIN core.dim_organ AS o ON o.organ_id = r.organ_id
    GROUP BY ALL
)
SELECT g.identity_id, sum(r.reports) AS reports FROM gt_rule AS g
ANTI JOIN gt_applied AS c ON c.identity_id = g.identity_id
JOIN report AS r ON list_contains(g.editions, r.edition) AND r.year BETWEEN g.first_year AND g.last_year
    AND (len(g.kinds) = 0 OR list_contains(g.kinds, r.kind))
GROUP BY g.identity_id
