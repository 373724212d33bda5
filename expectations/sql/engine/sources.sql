-- What a report's identities read: its own form variant, which tables hold a number, and the same of the year before.
CREATE OR REPLACE TEMP TABLE ck_source AS
WITH page AS (
    SELECT ix, coalesce(bit_or(bits) FILTER (state = 0), 0) AS numbers, min(v.variant) FILTER (c.state <> 5) AS variant
    FROM ck_cell AS c
    LEFT JOIN ck_variant_cell AS v ON v.cell = c.cell
    GROUP BY ix
),
form AS (
    SELECT b.ix, b.is_target, coalesce(v.variant, r.edition) AS variant, coalesce(p.numbers, 0) AS numbers
    FROM ck_batch AS b
    JOIN ck_report AS r ON r.ix = b.ix
    LEFT JOIN page AS p ON p.ix = b.ix
    LEFT JOIN ck_variant_cell AS v ON v.variant = p.variant AND v.edition = r.edition
    GROUP BY ALL
)
SELECT f.ix, r.year, f.is_target, f.variant, w.variant_number, f.numbers, r.prev_ix, q.variant AS prev_variant, coalesce(q.numbers, 0) AS prev_numbers
FROM form AS f
JOIN ck_report AS r ON r.ix = f.ix
LEFT JOIN ck_variant AS w ON w.variant = f.variant
LEFT JOIN form AS q ON q.ix = r.prev_ix
