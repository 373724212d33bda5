-- One row per report and table of its form: how many cells of each kind, in one pass for all rules that count cells.
CREATE OR REPLACE TEMP TABLE ck_table AS
WITH form AS (
    SELECT w.variant_number, k.table_code, count(*) AS expected
    FROM ck_form AS f
    JOIN ck_variant AS w ON w.variant = f.variant
    JOIN ck_code AS k ON k.cell = f.cell
    GROUP BY ALL
),
counted AS (
    SELECT
        c.ix, k.table_code,
        count(*) FILTER (c.state = 0) AS numbers,
        count(*) FILTER (c.state IN (1, 6)) AS blanks,
        count(*) FILTER (c.is_misread) AS misread,
        count(*) FILTER (c.state = 3) AS glued,
        count(*) FILTER (c.state = 7) AS shifted,
        count(*) FILTER (c.state <> 5 AND f.cell IS NOT NULL) AS present,
        count(*) FILTER (
            c.state = 0 AND (
                (c.term < 0 AND k.value_type <> 'signed_int') OR (k.value_type <> 'decimal' AND c.term % 1000000 <> 0)
            )
        ) AS wrong
    FROM ck_cell AS c
    JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    JOIN ck_code AS k ON k.cell = c.cell
    LEFT JOIN ck_form AS f ON f.variant_number = s.variant_number AND f.cell = c.cell
    GROUP BY c.ix, k.table_code
)
SELECT
    s.ix, s.variant_number, f.table_code, f.expected,
    coalesce(c.numbers, 0) AS numbers, coalesce(c.blanks, 0) AS blanks, coalesce(c.misread, 0) AS misread,
    coalesce(c.glued, 0) AS glued, coalesce(c.shifted, 0) AS shifted, coalesce(c.present, 0) AS present,
    coalesce(c.wrong, 0) AS wrong
FROM ck_source AS s
JOIN form AS f ON f.variant_number = s.variant_number
LEFT JOIN counted AS c ON c.ix = s.ix AND c.table_code = f.table_code
WHERE s.is_target
