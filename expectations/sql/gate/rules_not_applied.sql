/* compared for {batch} */
SELECT g.identity_id, count(*) AS reports FROM gt_rule AS g
ANTI JOIN gt_applied AS c ON c.identity_id = g.identity_id
JOIN core.fact_report AS r ON list_contains(g.editions, r.edition) AND r.year BETWEEN g.first_year AND g.last_year
JOIN core.dim_organ AS o ON o.organ_id = r.organ_id AND (len(g.kinds) = 0 OR list_contains(g.kinds, o.kind))
GROUP BY g.identity_id
