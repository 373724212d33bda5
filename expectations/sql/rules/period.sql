-- D-PERIOD: the stated period is the calendar year (2008: from 1 May), the publication falls in the year after.
WITH one AS (
    SELECT s.ix, r.year, r.period_from, r.period_to, f.published_on,
        (r.period_from IS NULL OR r.period_from = make_date(r.year, 1, 1) OR (r.year = 2008 AND r.period_from = DATE '2008-05-01'))
            AND (r.period_to IS NULL OR r.period_to = make_date(r.year, 12, 31)) AS is_period_right,
        f.published_on IS NULL OR year(f.published_on) = r.year + 1 AS is_publication_right
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix
    JOIN ck_first AS f ON f.organ_id = r.organ_id AND f.year = r.year
    WHERE s.is_target
)
SELECT
    ix, 'report' AS scope,
    CASE
        WHEN NOT is_period_right THEN 'FAIL'
        WHEN period_from IS NULL AND period_to IS NULL THEN 'NOT_ASSESSABLE'
        WHEN NOT is_publication_right AND year(published_on) <= year THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CAST(NULL AS DECIMAL(38, 6)) AS left_value, CAST(NULL AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE
        WHEN NOT is_period_right THEN 'stated_period: ' || coalesce(CAST(period_from AS TEXT), '?') || ' to ' || coalesce(CAST(period_to AS TEXT), '?')
        WHEN period_from IS NULL AND period_to IS NULL THEN 'no_period'
        WHEN NOT is_publication_right THEN 'published_in: ' || year(published_on)
    END AS reason
FROM one
