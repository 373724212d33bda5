-- The operands that have no one reading, in words: the first five and how many more.
CREATE OR REPLACE TEMP TABLE ck_unread AS
WITH open AS (SELECT ix, cell, state FROM ck_cell WHERE term IS NULL),
one AS (
    SELECT s.ix * 1024::BIGINT + o.instance AS key, o.cell, FALSE AS is_prev, c.state
    FROM open AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    JOIN ck_operand AS o ON o.variant_number = s.variant_number AND o.cell = c.cell AND NOT o.is_prev
    UNION ALL
    SELECT s.ix * 1024::BIGINT + o.instance, o.cell, TRUE, c.state
    FROM open AS c
    JOIN ck_source AS s ON s.prev_ix = c.ix AND s.is_target
    JOIN ck_operand AS o ON o.variant_number = s.variant_number AND o.cell = c.cell AND o.is_prev
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
