-- The cells asked for of the parts and of the wholes. own is the sum of the other columns of their row, where it has a total and
-- all are read. A table without any number in the rows asked for says nothing, nor does a blank total over filled columns.
CREATE OR REPLACE TEMP TABLE ck_part_cell AS
WITH code AS MATERIALIZED (
    SELECT k.cell, k.cell_key, k.table_code, k.row_code, k.column_code = 'total' AS is_row_total, k.is_total, list_contains($cells, k.cell_key) AS is_asked
    FROM ck_code AS k
    SEMI JOIN (SELECT table_code, row_code FROM ck_code WHERE list_contains($cells, cell_key)) AS a
        ON a.table_code = k.table_code AND a.row_code = k.row_code
),
report AS MATERIALIZED (
    SELECT r.ix, r.report_id FROM ck_report AS r
    SEMI JOIN (SELECT part_ix AS ix FROM ck_part UNION SELECT ix FROM ck_part) AS p ON p.ix = r.ix
),
cell AS MATERIALIZED (
    SELECT r.ix, k.*, ck_term_of(c.status, c.value, c.candidates) AS term, ck_state_of(c.status, c.candidates) AS state
    FROM core.fact_cell AS c
    JOIN code AS k ON k.cell_key = c.cell_key
    JOIN report AS r ON r.report_id = c.report_id
),
filled AS (SELECT ix, table_code, bool_or(state = 0) AS is_filled FROM cell GROUP BY ALL),
line AS (
    SELECT ix, table_code, row_code, CASE WHEN count(term) = count(*) THEN sum(term) END AS own
    FROM cell WHERE NOT is_row_total
    GROUP BY ALL
    HAVING list_contains(['t3', 't4'], table_code)
)
SELECT c.ix, c.cell, l.own, c.state IN (1, 2) AS is_blank,
    CASE WHEN f.is_filled AND NOT (c.is_total AND c.state = 1 AND coalesce(l.own, 1) <> 0) THEN c.term END AS term
FROM cell AS c
JOIN filled AS f ON f.ix = c.ix AND f.table_code = c.table_code
LEFT JOIN line AS l ON l.ix = c.ix AND l.table_code = c.table_code AND l.row_code = c.row_code
WHERE c.is_asked
