-- One row of core.fact_check per report and instance: status, both sides, and the reason where there is one.
-- Bits of a table: an even one for any number in it, the odd one above for a number in its parts.
CREATE OR REPLACE TEMP TABLE ck_result AS
WITH side AS (
    SELECT
        s.ix, s.variant, s.prev_ix, s.prev_variant, i.instance, i.identity_id, i.rule_version, i.scope, i.severity,
        i.operator, i.tolerance, i.operands, i.needs_prev, i.prev_variants,
        coalesce(t.blanks, 0) AS blanks, u.names AS unread,
        coalesce(t.found, 0) < i.operand_count AS is_short,
        CASE WHEN i.is_left_max THEN t.left_max ELSE t.left_sum END AS left_term,
        CASE WHEN i.is_right_max THEN t.right_max ELSE t.right_sum END AS right_term,
        i.table_bits & ~s.numbers & 1431655765 AS empty_bits,
        i.table_bits & ~s.numbers & 2863311530 AS total_only_bits,
        i.prev_bits & ~s.prev_numbers AS prev_empty_bits,
        i.tables,
        i.is_cross AND t.left_filled = 0 AND t.right_sum <> 0 AS is_total_only_row
    FROM ck_source AS s
    JOIN ck_instance AS i ON i.variant = s.variant
    LEFT JOIN ck_sum AS t ON t.ix = s.ix AND t.instance = i.instance
    LEFT JOIN ck_unread AS u ON u.ix = s.ix AND u.instance = i.instance
    WHERE s.is_target
),
reasoned AS (
    SELECT side.*, r.year,
        CASE
            WHEN needs_prev AND side.prev_ix IS NULL THEN 'no_previous_report: ' || (r.year - 1)
            WHEN needs_prev AND NOT list_contains(prev_variants, prev_variant)
                THEN 'edition_break: ' || (r.year - 1) || ' uses form ' || prev_variant
            WHEN empty_bits <> 0 THEN 'no_numbers: ' || tables
            WHEN prev_empty_bits <> 0 THEN 'no_numbers_in_previous_report: ' || tables
            WHEN total_only_bits <> 0 THEN 'totals_only: ' || tables
            WHEN unread IS NOT NULL THEN 'operand_unread: ' || unread
            WHEN is_short THEN 'operand_absent: ' || tables
            WHEN is_total_only_row THEN 'parts_blank: only the total is filled'
        END AS hindrance
    FROM side
    JOIN ck_report AS r ON r.ix = side.ix
)
SELECT ix, instance, identity_id, rule_version, scope, severity, operands, blanks, left_term, right_term, hindrance AS reason,
    operator,
    CASE
        WHEN hindrance IS NOT NULL THEN 'NOT_ASSESSABLE'
        WHEN operator = '==' AND abs(left_term - right_term) <= tolerance THEN 'PASS'
        WHEN operator = '<=' AND left_term - right_term <= tolerance THEN 'PASS'
        WHEN operator = '>=' AND right_term - left_term <= tolerance THEN 'PASS'
        ELSE 'FAIL'
    END AS status
FROM reasoned
