-- F-PLAG: share of a report's shingles (sql/engine/shingles.sql, twins.sql) that its own report of the year before, or the other
-- organ's report most like it, has too. left and right in percent; of another organ no share below $looked_from is told.
WITH judged AS (
    SELECT s.ix, r.year, w.scope, t.twin_ix, 100 * t.common / p.number AS share,
        CASE
            WHEN coalesce(p.number, 0) < $minimum_shingles THEN 'too_little_text'
            WHEN w.scope = 'previous_year' AND r.prev_ix IS NULL THEN 'no_previous_report: ' || (r.year - 1)
            WHEN w.scope = 'previous_year' AND t.ix IS NULL THEN 'too_little_text'
        END AS hindrance
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix
    CROSS JOIN (VALUES ('previous_year'), ('other_organ')) AS w (scope)
    LEFT JOIN ck_prose AS p ON p.ix = s.ix
    LEFT JOIN ck_twin AS t ON t.ix = s.ix AND t.scope = w.scope
    WHERE s.is_target
)
SELECT
    j.ix, j.scope,
    CASE WHEN hindrance IS NOT NULL THEN 'NOT_ASSESSABLE' WHEN coalesce(share, 0) > $threshold THEN 'FAIL' ELSE 'PASS' END AS status,
    CASE WHEN j.scope = 'previous_year' OR share >= $looked_from THEN CAST(round(share, 1) AS DECIMAL(38, 6)) END AS left_value,
    CAST($threshold AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE
        WHEN hindrance IS NOT NULL THEN hindrance
        WHEN j.scope = 'other_organ' AND coalesce(share, 0) < $looked_from THEN 'no_twin: ' || $looked_from
        ELSE 'twin: ' || t.organ_name || ' ' || t.year
    END AS reason
FROM judged AS j
LEFT JOIN ck_report AS t ON t.ix = j.twin_ix
