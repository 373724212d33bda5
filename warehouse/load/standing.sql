-- Which version of each organ-year is current, inside one transaction, with the variables run_id and hold_* set. Reads
--   touched              versions some page was seen to show
--   withdrawn            versions no page gives any more

-- First and last sight of every version touched.
CREATE OR REPLACE TEMP TABLE seen AS
SELECT report_id, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM core.fact_sighting SEMI JOIN touched USING (report_id)
GROUP BY report_id;
UPDATE core.fact_report AS r SET first_seen = s.first_seen, last_seen = s.last_seen
FROM seen AS s
WHERE s.report_id = r.report_id AND (s.first_seen <> r.first_seen OR s.last_seen <> r.last_seen);

-- Current is the version a page shows now; where several pages show several, the one that appeared last.
-- A version that lost most of the cells of one before it is held back: the last good one stays current, until the
-- thin one has been seen for as long as $hold_days says, for then it is what the organ published.
CREATE OR REPLACE TEMP TABLE version AS
WITH affected AS (
    SELECT organ_id, year FROM core.fact_report SEMI JOIN touched USING (report_id)
    UNION SELECT organ_id, year FROM withdrawn
)
SELECT report_id, organ_id, year, first_seen, last_seen, published_on, capture_id, legible_count,
    superseded_by AS old_superseded_by, is_current AS old_is_current, is_held AS old_is_held
FROM core.fact_report SEMI JOIN affected USING (organ_id, year);

CREATE OR REPLACE TEMP TABLE standing AS
WITH shown AS (
    SELECT DISTINCT report_id
    FROM (
        SELECT s.report_id, row_number() OVER newest_on_page AS place
        FROM core.fact_sighting AS s
        JOIN version AS v ON v.report_id = s.report_id
        WINDOW newest_on_page AS (
            PARTITION BY v.organ_id, v.year, s.url ORDER BY s.last_seen DESC, s.first_seen DESC, s.capture_id
        )
    )
    WHERE place = 1
),
judged AS (
    SELECT v.*, s.report_id IS NOT NULL AS is_shown,
        max(v.legible_count) OVER (
            PARTITION BY v.organ_id, v.year ORDER BY v.first_seen, v.report_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS most_before
    FROM version AS v
    LEFT JOIN shown AS s ON s.report_id = v.report_id
),
held AS (
    SELECT *, most_before >= getvariable('hold_minimum') AND legible_count < most_before * getvariable('hold_share')
        AND last_seen < first_seen + to_days(getvariable('hold_days')::INTEGER) AS would_hold
    FROM judged
)
SELECT *, coalesce(would_hold, false) AS is_held, lead(report_id) OVER chronology AS superseded_by
FROM held
WINDOW chronology AS (
    PARTITION BY organ_id, year
    ORDER BY would_hold IS NOT TRUE, is_shown, first_seen, published_on NULLS FIRST, report_id
);
UPDATE core.fact_report AS r
SET superseded_by = s.superseded_by, is_current = s.superseded_by IS NULL, is_held = s.is_held
FROM standing AS s
WHERE s.report_id = r.report_id
    AND (
        s.superseded_by IS DISTINCT FROM s.old_superseded_by OR s.is_held <> s.old_is_held
        OR s.old_is_current IS DISTINCT FROM (s.superseded_by IS NULL)
    );
DELETE FROM ops.quarantine WHERE organ_id IS NOT NULL AND capture_id IN (SELECT capture_id FROM version);
INSERT INTO ops.quarantine BY NAME
SELECT organ_id, NULL AS source_id, capture_id,
    format('{} of {} cells of {} are gone from the page; the earlier version stays current', most_before - legible_count,
        most_before, year) AS reason,
    first_seen AS since, getvariable('run_id') AS run_id
FROM standing WHERE is_held;
