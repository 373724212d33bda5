-- The cells of the batch's reports, in the form's order and in millionths, and those of the year before.
WITH cell AS (
    SELECT s.ix, c.cell, '' AS year, c.term, c.state FROM ck_source AS s JOIN ck_cell AS c ON c.ix = s.ix WHERE s.is_target
    UNION ALL
    SELECT s.ix, c.cell, '@prev', c.term, c.state FROM ck_source AS s JOIN ck_cell AS c ON c.ix = s.prev_ix WHERE s.is_target
)
SELECT c.ix, k.cell_key || c.year AS cell_key, c.term, c.state IN (1, 2) AS is_unprinted
FROM cell AS c
JOIN ck_code AS k ON k.cell = c.cell
WHERE c.term IS NOT NULL
ORDER BY c.ix, c.cell
