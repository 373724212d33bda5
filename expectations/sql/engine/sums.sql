-- Both sides of every instance for every report of the batch, in one pass over the cells.
CREATE OR REPLACE TEMP TABLE ck_sum AS
WITH term AS (
    SELECT s.ix, o.instance, o.left_sign, o.right_sign, c.term, c.state
    FROM ck_source AS s
    JOIN ck_cell AS c ON c.ix = s.ix
    JOIN ck_operand AS o ON o.variant = s.variant AND o.cell = c.cell AND NOT o.is_prev
    WHERE s.is_target
    UNION ALL
    SELECT s.ix, o.instance, o.left_sign, o.right_sign, c.term, c.state
    FROM ck_source AS s
    JOIN ck_cell AS c ON c.ix = s.prev_ix
    JOIN ck_operand AS o ON o.variant = s.variant AND o.cell = c.cell AND o.is_prev
    WHERE s.is_target
)
SELECT
    ix, instance,
    sum(left_sign * term) AS left_sum,
    sum(right_sign * term) AS right_sum,
    max(term) FILTER (left_sign <> 0) AS left_max,
    max(term) FILTER (right_sign <> 0) AS right_max,
    count(*) AS found,
    count(*) FILTER (state = 1) AS blanks,
    count(*) FILTER (left_sign <> 0 AND state NOT IN (1, 2)) AS left_filled
FROM term
GROUP BY ix, instance
