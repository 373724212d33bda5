-- L-SUM, L-PART, T4-CODEFENDANT: a government's consolidated report (left) against the sum of its parts (right), per cell
-- (sql/engine/parts.sql). Parts that are absent or say nothing make the sum partial. Where all are known and the sums differ, the
-- reason names the one report that is likelier wrong: whose own columns give the figure that fits, or whose figure is the difference.
WITH compared AS (
    SELECT p.ix, p.stated, k.cell, k.cell_key, c.term, c.state, n.total, n.read, n.number, n.blanks,
        CAST(c.term AS DECIMAL(31, 0)) * 0.000001 AS whole, CAST(n.total AS DECIMAL(31, 0)) * 0.000001 AS sum_of_parts
    FROM ck_parent AS p
    JOIN ck_source AS s ON s.ix = p.ix AND s.is_target
    JOIN ck_report AS r ON r.ix = p.ix AND list_contains($kinds, r.kind)
    JOIN ck_form AS f ON f.variant = s.variant
    JOIN ck_code AS k ON k.cell = f.cell AND list_contains($cells, k.cell_key)
    JOIN ck_part_sum AS n ON n.ix = p.ix AND n.cell = k.cell
    LEFT JOIN ck_cell AS c ON c.ix = p.ix AND c.cell = k.cell
),
judged AS MATERIALIZED (
    SELECT *,
        CASE
            WHEN stated IS NULL THEN 'no_scope_stated'
            WHEN term IS NULL OR state <> 0 THEN 'operand_unread: ' || cell_key
            WHEN read = 0 THEN 'no_parts_known: ' || number || ' expected'
            WHEN $comparison <> 'at_most' AND read < number THEN 'parts_missing: ' || (number - read) || ' of ' || number
        END AS hindrance,
        CASE $comparison
            WHEN 'equal' THEN abs(whole - sum_of_parts) <= $tolerance
            WHEN 'at_most' THEN sum_of_parts - whole <= $tolerance
            WHEN 'at_most_complete' THEN whole - sum_of_parts <= $tolerance
        END AS holds
    FROM compared
),
off AS MATERIALIZED (
    SELECT ix, cell, term, total, total - term AS difference FROM judged WHERE hindrance IS NULL AND NOT holds AND read = number
),
of_part AS MATERIALIZED (
    SELECT o.ix, o.cell, o.difference, p.name_zh, v.term, v.own
    FROM off AS o
    JOIN ck_part AS p ON p.ix = o.ix
    JOIN ck_part_cell AS v ON v.ix = p.part_ix AND v.cell = o.cell
),
clue AS (
    SELECT o.ix, o.cell, 1 AS place, 'likelier_whole: ' || CAST(v.own // 1000000 AS TEXT) AS clue
    FROM off AS o JOIN ck_part_cell AS v ON v.ix = o.ix AND v.cell = o.cell
    WHERE v.own = o.total
    UNION ALL
    SELECT ix, cell, 1, 'likelier_part: ' || name_zh || ' ' || CAST(term // 1000000 AS TEXT) || ' → ' || CAST(own // 1000000 AS TEXT)
    FROM of_part WHERE own = term - difference
    UNION ALL
    SELECT ix, cell, 2, CASE WHEN difference > 0 THEN 'left_out: ' ELSE 'counted_twice: ' END || name_zh || ' ' || CAST(term // 1000000 AS TEXT)
    FROM of_part WHERE term = abs(difference)
),
likelier AS (
    SELECT ix, cell, any_value(clue) AS clue
    FROM (SELECT * FROM clue QUALIFY place = min(place) OVER (PARTITION BY ix, cell))
    GROUP BY ix, cell
    HAVING count(*) = 1
)
SELECT
    j.ix, j.cell_key AS scope,
    CASE WHEN j.hindrance IS NOT NULL THEN 'NOT_ASSESSABLE' WHEN j.holds THEN 'PASS' ELSE 'FAIL' END AS status,
    CASE WHEN $comparison = 'at_most' THEN j.sum_of_parts ELSE j.whole END AS left_value,
    CASE WHEN $comparison = 'at_most' THEN j.whole ELSE j.sum_of_parts END AS right_value,
    CAST(CASE WHEN j.hindrance IS NULL THEN j.blanks ELSE 0 END AS INTEGER) AS blanks_as_zero, [j.cell_key] AS operands,
    coalesce(j.hindrance, l.clue, 'parts_known: ' || j.read || ' of ' || j.number) AS reason
FROM judged AS j
LEFT JOIN likelier AS l ON l.ix = j.ix AND l.cell = j.cell
