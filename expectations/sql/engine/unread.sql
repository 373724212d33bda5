-- The operands that have no one reading, in words: the first five and how many more.
CREATE OR REPLACE TEMP TABLE ck_unread AS
WITH open AS MATERIALIZED (
    SELECT s.ix, s.variant_number, c.cell, FALSE AS is_prev, c.state
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    WHERE c.term IS NULL
    UNION ALL
    SELECT s.ix, s.variant_number, c.cell, TRUE, c.state
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.prev_ix = c.ix AND s.is_target
    WHERE c.term IS NULL
),
one AS (
    SELECT c.ix * 1024::BIGINT + o.instance AS key, c.cell, c.is_prev, c.state
    FROM open AS c
    JOIN ck_operand AS o ON o.variant_number = c.variant_number AND o.cell = c.cell AND o.is_prev = c.is_prev
),
named AS (
    SELECT o.key, count(*) AS number,
        list(k.cell_key || CASE WHEN o.is_prev THEN '@prev' ELSE '' END || ' ' || n.name ORDER BY o.cell, o.is_prev) AS names
    FROM one AS o
    JOIN ck_code AS k ON k.cell = o.cell
    JOIN ck_state AS n ON n.state = o.state
    GROUP BY o.key
)
SELECT key, array_to_string(names[:5], ', ') || CASE WHEN number > 5 THEN ' and ' || (number - 5) || ' more' ELSE '' END AS names
FROM named
