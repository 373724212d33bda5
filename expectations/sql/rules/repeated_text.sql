-- F-PLAG: share of a report's shingles (two clauses in sequence; names and numbers removed beforehand, see
-- sql/engine/shingles.sql) that its own report of the year before, or the other organ's report most like it, has too. Phrases
-- that many organs share are left out. left and right in percent.
WITH own AS (
    SELECT s.ix, r.organ_id, r.year, r.prev_ix, count(h.shingle) AS number
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix
    LEFT JOIN ck_shingle AS h ON h.ix = s.ix AND h.organs <= $common_organs
    WHERE s.is_target
    GROUP BY ALL
),
shared AS (
    SELECT o.ix, p.ix AS twin_ix, count(*) AS number
    FROM own AS o
    JOIN ck_shingle AS h ON h.ix = o.ix
    JOIN ck_shingle AS p ON p.shingle = h.shingle AND p.ix <> o.ix
    WHERE o.number >= $minimum_shingles AND h.organs <= $common_organs
    GROUP BY ALL
),
twin AS (
    SELECT m.ix, t.year <> o.year AND t.organ_id = o.organ_id AS is_previous, t.organ_name, t.year, m.number,
        row_number() OVER (PARTITION BY m.ix, t.organ_id = o.organ_id ORDER BY m.number DESC, m.twin_ix) AS place
    FROM shared AS m
    JOIN own AS o ON o.ix = m.ix
    JOIN ck_report AS t ON t.ix = m.twin_ix AND t.is_current AND t.year <= o.year
    WHERE t.organ_id <> o.organ_id OR t.ix = o.prev_ix
)
SELECT
    o.ix, w.scope,
    CASE
        WHEN o.number < $minimum_shingles OR (w.scope = 'previous_year' AND o.prev_ix IS NULL) THEN 'NOT_ASSESSABLE'
        WHEN coalesce(100 * t.number / o.number, 0) > $threshold THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CASE WHEN o.number >= $minimum_shingles AND (w.scope = 'other_organ' OR o.prev_ix IS NOT NULL) THEN CAST(round(coalesce(100 * t.number / o.number, 0), 1) AS DECIMAL(38, 6)) END AS left_value,
    CASE WHEN o.number >= $minimum_shingles AND (w.scope = 'other_organ' OR o.prev_ix IS NOT NULL) THEN CAST($threshold AS DECIMAL(38, 6)) END AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE
        WHEN o.number < $minimum_shingles THEN 'too_little_text'
        WHEN w.scope = 'previous_year' AND o.prev_ix IS NULL THEN 'no_previous_report: ' || (o.year - 1)
        WHEN t.number IS NOT NULL THEN 'twin: ' || t.organ_name || ' ' || t.year
    END AS reason
FROM own AS o
CROSS JOIN (VALUES ('previous_year'), ('other_organ')) AS w (scope)
LEFT JOIN twin AS t ON t.ix = o.ix AND t.place = 1 AND t.is_previous = (w.scope = 'previous_year')
