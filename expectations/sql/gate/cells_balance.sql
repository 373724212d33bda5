-- Whether the counts of all reports make up what there is: cells, and figures among them.
SELECT (SELECT (coalesce(sum(rows_held), 0), coalesce(sum(figures), 0)) FROM ops.cell_count)
    = (SELECT (count(*), count(*) FILTER (status IN ('reported', 'inferred'))) FROM core.fact_cell)
