-- The operands that have no one reading, in words: the first five and how many more.
CREATE OR REPLACE TEMP TABLE ck_unread AS
WITH one AS (
    SELECT s.ix, o.instance, o.cell, FALSE AS is_prev, c.state
    FROM ck_source AS s
    JOIN (SELECT ix, cell, state FROM ck_cell WHERE term IS NULL) AS c ON c.ix = s.ix
    JOIN ck_operand AS o ON o.variant = s.variant AND o.cell = c.cell AND NOT o.is_prev
    WHERE s.is_target
    UNION ALL
    SELECT s.ix, o.instance, o.cell, TRUE, c.state
    FROM ck_source AS s
    JOIN (SELECT ix, cell, state FROM ck_cell WHERE term IS NULL) AS c ON c.ix = s.prev_ix
    JOIN ck_operand AS o ON o.variant = s.variant AND o.cell = c.cell AND o.is_prev
    WHERE s.is_target
),
named AS (
    SELECT o.ix, o.instance, count(*) AS number,
        list(k.cell_key || CASE WHEN o.is_prev THEN '@prev' ELSE '' END || ' ' || n.name ORDER BY o.cell, o.is_prev) AS names
    FROM one AS o
    JOIN ck_code AS k ON k.cell = o.cell
    JOIN ck_state AS n ON n.state = o.state
    GROUP BY o.ix, o.instance
)
SELECT ix, instance,
    array_to_string(names[:5], ', ') || CASE WHEN number > 5 THEN ' and ' || (number - 5) || ' more' ELSE '' END AS names
FROM named
