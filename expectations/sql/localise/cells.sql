-- The cells of the batch's reports that stand in a row of the form, in its order, in millionths.
SELECT c.ix, s.variant, k.cell_key, c.term, c.state IN (1, 2) AS is_unprinted
FROM ck_cell AS c
JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
JOIN ck_code AS k ON k.cell = c.cell
WHERE k.table_code IN ('t3', 't4')
ORDER BY c.ix, c.cell
