-- Both sides of every instance for every report of the batch, in one pass over the cells. key is 1024 × report + instance.
-- The cells are brought to their reports first: left to itself, DuckDB would write out every report × operand and join those.
CREATE OR REPLACE TEMP TABLE ck_sum AS
WITH placed AS MATERIALIZED (
    SELECT s.ix, s.variant_number, c.cell, FALSE AS is_prev, c.term, c.state
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    UNION ALL
    SELECT s.ix, s.variant_number, c.cell, TRUE, c.term, c.state
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.prev_ix = c.ix AND s.is_target
    SEMI JOIN (SELECT cell FROM ck_operand WHERE is_prev) AS o ON o.cell = c.cell
),
term AS (
    SELECT p.ix * 1024::BIGINT + o.instance AS key, o.left_sign, o.right_sign, o.is_max, p.term, p.state
    FROM placed AS p
    JOIN ck_operand AS o ON o.variant_number = p.variant_number AND o.cell = p.cell AND o.is_prev = p.is_prev
)
SELECT
    key,
    sum(left_sign * term) AS left_sum,
    sum(right_sign * term) AS right_sum,
    max(term) FILTER (is_max AND left_sign <> 0) AS left_max,
    max(term) FILTER (is_max AND right_sign <> 0) AS right_max,
    count(*) AS found,
    CAST(count(*) FILTER (state = 1) AS INTEGER) AS blanks,
    bool_or(left_sign <> 0 AND state NOT IN (1, 2)) AS is_left_filled
FROM term
GROUP BY key
