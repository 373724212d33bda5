-- A row total that is blank over filled parts is no zero (identities.yaml, blank_total_is_unread).
UPDATE ck_cell SET term = NULL, state = 6
FROM (
    SELECT t.ix, t.cell
    FROM ck_cell AS t
    JOIN ck_code AS k ON k.cell = t.cell AND k.is_total
    JOIN ck_code AS q ON q.table_code = k.table_code AND q.row_code = k.row_code AND q.is_part
    JOIN ck_cell AS p ON p.ix = t.ix AND p.cell = q.cell
    WHERE t.state = 1
    GROUP BY ALL
    HAVING sum(abs(p.term)) > 0
) AS hollow
WHERE ck_cell.ix = hollow.ix AND ck_cell.cell = hollow.cell
