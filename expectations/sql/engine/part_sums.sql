-- Per whole and cell the sum of its parts, how many there are, and how many say something.
CREATE OR REPLACE TEMP TABLE ck_part_sum AS
WITH number AS (SELECT ix, count(*) AS number FROM ck_part GROUP BY ix),
known AS (
    SELECT p.ix, c.cell, sum(c.term) AS total, count(*) AS read, count(*) FILTER (c.is_blank) AS blanks
    FROM ck_part AS p JOIN ck_part_cell AS c ON c.ix = p.part_ix
    WHERE c.term IS NOT NULL
    GROUP BY ALL
)
SELECT p.ix, k.cell, coalesce(n.number, 0) AS number, w.total, coalesce(w.read, 0) AS read, coalesce(w.blanks, 0) AS blanks
FROM ck_parent AS p
CROSS JOIN ck_code AS k
LEFT JOIN number AS n ON n.ix = p.ix
LEFT JOIN known AS w ON w.ix = p.ix AND w.cell = k.cell
WHERE list_contains($cells, k.cell_key)
