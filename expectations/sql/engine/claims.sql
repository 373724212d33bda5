-- Figures of the prose against what they may mean in the tables (catalogue: claims). One row per rule, report and measure:
-- one fitting reading of one statement is enough; left is the statement, right the reading nearest to it. A table without
-- any number is no table of zeros: nothing is held against it (numbers: the bits of ck_source, the even one of each table).
CREATE OR REPLACE TEMP TABLE ck_claim AS
WITH stated AS MATERIALIZED (
    SELECT s.ix, s.variant, s.prev_ix, s.numbers, s.prev_numbers, c.measure, c.value, c.quote, c.decimals
    FROM ck_all_claim AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
),
operand AS MATERIALIZED (
    SELECT d.variant, d.measure, d.reading, o.cell, o.is_prev, o.is_base, o.sign, k.table_code, k.bits & 1431655765 AS bits
    FROM ck_reading AS d
    JOIN ck_reading_operand AS o ON o.reading = d.reading
    JOIN ck_code AS k ON k.cell = o.cell
),
wanted AS MATERIALIZED (
    SELECT o.reading, o.is_base, o.sign, o.table_code, t.ix,
        -- one number for a cell of a report
        CASE WHEN o.is_prev THEN t.prev_ix ELSE t.ix END * 1024::BIGINT + o.cell AS key,
        (CASE WHEN o.is_prev THEN t.prev_numbers ELSE t.numbers END) & o.bits <> 0 AS has_numbers,
        o.is_prev AND t.prev_ix IS NULL AS is_alone
    FROM (SELECT DISTINCT ix, variant, prev_ix, numbers, prev_numbers, measure FROM stated) AS t
    JOIN operand AS o ON o.variant = t.variant AND o.measure = t.measure
),
-- only the cells that some reading needs: far fewer than the reports have
cell AS MATERIALIZED (
    SELECT c.key, c.term, c.state
    FROM (SELECT ix * 1024::BIGINT + cell AS key, term, state FROM ck_cell) AS c SEMI JOIN wanted AS w ON w.key = c.key
),
term AS (
    SELECT w.ix, w.reading, w.is_base, w.sign, w.table_code, CASE WHEN w.has_numbers THEN c.term END AS term,
        NOT w.has_numbers AND NOT w.is_alone AS is_empty
    FROM wanted AS w
    LEFT JOIN cell AS c ON c.key = w.key
),
summed AS (
    SELECT ix, reading,
        sum(sign * term) FILTER (NOT is_base) / 1000000 AS value,
        sum(sign * term) FILTER (is_base) / 1000000 AS base,
        count(*) = count(term) AS is_read,
        string_agg(DISTINCT table_code, ', ' ORDER BY table_code) FILTER (is_empty) AS empty_tables
    FROM term
    GROUP BY ix, reading
),
computed AS (
    SELECT m.ix, m.reading, CASE d.kind
        WHEN 'value' THEN CAST(m.value AS DOUBLE)
        WHEN 'share' THEN 100 * m.value / nullif(m.base, 0)
        ELSE 100 * (m.value / nullif(m.base, 0) - 1)
    END AS value
    FROM summed AS m
    JOIN ck_reading AS d ON d.reading = m.reading
    WHERE m.is_read
),
compared AS (
    SELECT t.ix, d.identity_id, d.measure, d.kind, t.value AS stated, t.quote, d.reading, d.text, v.value AS computed, m.empty_tables,
        abs(t.value - v.value) <= CASE WHEN d.kind = 'value' THEN 0 ELSE 0.5 * power(10, -t.decimals) + 1e-9 END AS fits
    FROM stated AS t
    JOIN ck_reading AS d ON d.variant = t.variant AND d.measure = t.measure
    LEFT JOIN summed AS m ON m.ix = t.ix AND m.reading = d.reading
    LEFT JOIN computed AS v ON v.ix = t.ix AND v.reading = d.reading
),
best AS (
    SELECT * FROM compared
    QUALIFY row_number() OVER (
        PARTITION BY ix, identity_id, measure ORDER BY coalesce(fits, FALSE) DESC, abs(stated - computed) NULLS LAST, reading
    ) = 1
),
blank AS (
    SELECT b.ix, b.reading, list(
            k.cell_key || ' = ' || CAST(CAST((b.stated - b.computed) * o.sign AS BIGINT) AS TEXT) ORDER BY o.cell
        ) AS names
    FROM best AS b
    JOIN ck_reading_operand AS o ON o.reading = b.reading AND NOT o.is_prev
    JOIN cell AS c ON c.key = b.ix * 1024::BIGINT + o.cell AND c.state = 1
    JOIN ck_code AS k ON k.cell = o.cell
    WHERE NOT b.fits AND b.kind = 'value' AND (b.stated - b.computed) * o.sign > 0 AND b.stated = round(b.stated)
    GROUP BY ALL
)
SELECT b.ix, b.identity_id, b.measure AS scope,
    CASE WHEN b.computed IS NULL THEN 'NOT_ASSESSABLE' WHEN b.fits THEN 'PASS' ELSE 'FAIL' END AS status,
    CASE WHEN b.computed IS NOT NULL THEN b.stated END AS left_value,
    CASE WHEN b.computed IS NOT NULL THEN round(b.computed, 4) END AS right_value,
    b.reading,
    CASE
        WHEN b.empty_tables IS NOT NULL AND b.computed IS NULL THEN 'no_numbers: ' || b.empty_tables
        WHEN b.computed IS NULL THEN 'operand_unread: ' || b.text
        WHEN b.fits THEN 'explained_by: ' || b.text
        WHEN m.names IS NOT NULL THEN 'mended_if: ' || array_to_string(m.names[:5], ' or ')
            || CASE WHEN len(m.names) > 5 THEN ' or ' || (len(m.names) - 5) || ' more' ELSE '' END
        ELSE 'stated: ' || b.quote
    END AS reason
FROM best AS b
LEFT JOIN blank AS m ON m.ix = b.ix AND m.reading = b.reading
