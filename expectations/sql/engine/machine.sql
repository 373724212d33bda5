-- The verdict on every report and instance: status, both sides, and the reason where there is one.
-- Bits of a table: an even one for any number in it, the odd one above for a number in its parts.
CREATE OR REPLACE TEMP TABLE ck_result AS
WITH side AS (
    SELECT
        s.ix, i.instance, s.prev_ix, s.prev_variant, s.year, i.operator, i.tolerance, i.needs_prev, i.prev_variants, i.tables,
        coalesce(t.blanks, 0) AS blanks, u.names AS unread,
        coalesce(t.found, 0) < i.operand_count AS is_short,
        CASE WHEN i.is_left_max THEN t.left_max ELSE t.left_sum END AS left_term,
        CASE WHEN i.is_right_max THEN t.right_max ELSE t.right_sum END AS right_term,
        i.table_bits & ~s.numbers AS lacking_bits,
        i.prev_bits & ~s.prev_numbers AS prev_lacking_bits,
        i.is_cross AND NOT t.is_left_filled AND t.right_sum <> 0 AS is_total_only_row
    FROM ck_source AS s
    JOIN ck_instance AS i ON i.variant_number = s.variant_number
    LEFT JOIN ck_sum AS t ON t.key = s.ix * 1024::BIGINT + i.instance
    LEFT JOIN ck_unread AS u ON u.key = s.ix * 1024::BIGINT + i.instance
    WHERE s.is_target
),
reasoned AS (
    SELECT side.*,
        CASE
            WHEN needs_prev AND prev_ix IS NULL THEN 'no_previous_report: ' || (year - 1)
            WHEN needs_prev AND NOT list_contains(prev_variants, prev_variant)
                THEN 'edition_break: ' || (year - 1) || ' uses form ' || prev_variant
            WHEN lacking_bits & 1431655765 <> 0 THEN 'no_numbers: ' || tables
            WHEN prev_lacking_bits <> 0 THEN 'no_numbers_in_previous_report: ' || tables
            WHEN lacking_bits <> 0 THEN 'totals_only: ' || tables
            WHEN unread IS NOT NULL THEN 'operand_unread: ' || unread
            WHEN is_short THEN 'operand_absent: ' || tables
            WHEN is_total_only_row THEN 'parts_blank: only the total is filled'
        END AS reason
    FROM side
)
SELECT ix, instance, blanks, left_term, right_term, reason, operator,
    CASE
        WHEN reason IS NOT NULL THEN 'NOT_ASSESSABLE'
        WHEN operator = '==' AND abs(left_term - right_term) <= tolerance THEN 'PASS'
        WHEN operator = '<=' AND left_term - right_term <= tolerance THEN 'PASS'
        WHEN operator = '>=' AND right_term - left_term <= tolerance THEN 'PASS'
        ELSE 'FAIL'
    END AS status
FROM reasoned
