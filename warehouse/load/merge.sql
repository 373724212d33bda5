-- Merges parsed documents into the facts, inside one transaction, with the variable run_id set. Reads
--   parsed_report, parsed_cell, parsed_claim, parsed_indicator, parsed_issue   as the parser gave them, keyed by capture
--   chosen               the one shard that counts for each capture
--   resolved             which version each of them gives; is_first: the capture the version is written from
--   nameless             reports that do not say whose they are, and what they do not say
-- What a capture is parsed as now replaces what it was parsed as before. {and_shard} is nothing where no capture is in two shards.

CREATE OR REPLACE TEMP TABLE incoming_sighting AS
SELECT n.capture_id, n.report_id, p.url, p.published_on, c.first_seen, c.last_seen
FROM resolved AS n
JOIN chosen AS c ON c.capture_id = n.capture_id
JOIN parsed_report AS p ON p.capture_id = n.capture_id AND p.shard = n.shard;

CREATE OR REPLACE TEMP TABLE plan AS
SELECT i.report_id, i.organ_id, i.year,
    CASE
        WHEN r.report_id IS NULL THEN 'new'
        WHEN r.parser_version IS DISTINCT FROM i.parser_version THEN 'reparsed'
        ELSE 'known'
    END AS action,
    i.capture_id, i.shard, i.region_code, i.first_seen, i.last_seen,
    r.parser_version AS old_parser_version, i.parser_version AS new_parser_version,
    -- the first content of an organ-year is new, every further one a change
    i.report_id <> first_value(i.report_id) OVER (PARTITION BY i.organ_id, i.year ORDER BY i.first_seen, i.report_id)
    OR EXISTS (SELECT 1 FROM core.fact_report AS o WHERE o.organ_id = i.organ_id AND o.year = i.year) AS is_further
FROM (
    SELECT v.* EXCLUDE (is_first), p.year, p.parser_version, c.first_seen, c.last_seen
    FROM resolved AS v
    JOIN parsed_report AS p ON p.capture_id = v.capture_id AND p.shard = v.shard
    JOIN chosen AS c ON c.capture_id = v.capture_id
    WHERE v.is_first
) AS i
LEFT JOIN core.fact_report AS r ON r.report_id = i.report_id;

-- Captures that no longer give the version they gave.
CREATE OR REPLACE TEMP TABLE unseated AS
SELECT s.capture_id, s.report_id AS old_report_id, n.report_id AS new_report_id
FROM core.fact_sighting AS s
JOIN chosen AS c ON c.capture_id = s.capture_id
LEFT JOIN incoming_sighting AS n ON n.capture_id = s.capture_id
WHERE n.report_id IS DISTINCT FROM s.report_id;

CREATE OR REPLACE TEMP TABLE sighting AS
SELECT capture_id, any_value(report_id) AS report_id, any_value(url) AS url, min(published_on) AS published_on,
    min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM (
    SELECT capture_id, report_id, url, published_on, first_seen, last_seen FROM incoming_sighting
    UNION ALL
    SELECT n.capture_id, n.report_id, n.url, n.published_on, s.first_seen, s.last_seen
    FROM core.fact_sighting AS s
    JOIN incoming_sighting AS n ON n.capture_id = s.capture_id
)
GROUP BY capture_id;

-- Rows that only move last_seen keep the run that brought them.
UPDATE core.fact_sighting AS s
SET first_seen = n.first_seen, last_seen = n.last_seen
FROM sighting AS n
WHERE n.capture_id = s.capture_id AND n.report_id = s.report_id
    AND (n.first_seen <> s.first_seen OR n.last_seen <> s.last_seen);
DELETE FROM core.fact_sighting WHERE capture_id IN (SELECT capture_id FROM unseated);
INSERT INTO core.fact_sighting BY NAME
SELECT n.*, getvariable('run_id') AS run_id
FROM sighting AS n
ANTI JOIN core.fact_sighting AS s ON s.capture_id = n.capture_id;

-- Versions no capture gives any more rested on a reading this parser does not share.
CREATE OR REPLACE TEMP TABLE withdrawn AS
SELECT DISTINCT u.old_report_id AS report_id, r.organ_id, r.year, r.parser_version
FROM unseated AS u
JOIN core.fact_report AS r ON r.report_id = u.old_report_id
ANTI JOIN core.fact_sighting AS s ON s.report_id = u.old_report_id;

-- What another parser version reads differently, cell by cell.
CREATE OR REPLACE TEMP TABLE reread AS
SELECT report_id AS old_report_id, report_id AS new_report_id, old_parser_version, new_parser_version
FROM plan WHERE action = 'reparsed'
UNION ALL
SELECT w.report_id, u.new_report_id, w.parser_version, p.new_parser_version
FROM withdrawn AS w
JOIN unseated AS u ON u.old_report_id = w.report_id
JOIN plan AS p ON p.report_id = u.new_report_id AND p.action = 'new';

CREATE OR REPLACE TEMP TABLE move AS
WITH old AS (
    SELECT p.old_report_id, p.new_report_id, p.old_parser_version, p.new_parser_version, c.cell_key, c.value, c.status
    FROM reread AS p JOIN core.fact_cell AS c ON c.report_id = p.old_report_id
),
fresh AS (
    SELECT p.old_report_id, p.new_report_id, p.old_parser_version, p.new_parser_version, c.cell_key, c.value, c.status
    FROM reread AS p
    JOIN plan AS n ON n.report_id = p.new_report_id
    JOIN parsed_cell AS c ON c.capture_id = n.capture_id AND c.shard = n.shard
)
SELECT new_report_id AS report_id, cell_key, old.value AS old_value, old.status AS old_status,
    fresh.value AS new_value, fresh.status AS new_status, old_parser_version, new_parser_version
FROM old
FULL JOIN fresh USING (old_report_id, new_report_id, old_parser_version, new_parser_version, cell_key)
WHERE old.value IS DISTINCT FROM fresh.value OR old.status IS DISTINCT FROM fresh.status;
INSERT INTO ops.parser_move BY NAME SELECT *, getvariable('run_id') AS run_id FROM move;

CREATE OR REPLACE TEMP TABLE written AS
SELECT n.*, p.capture_sha256, getvariable('run_id') AS run_id
FROM plan AS n
JOIN parsed_report AS p ON p.capture_id = n.capture_id AND p.shard = n.shard
WHERE action <> 'known';
CREATE OR REPLACE TEMP TABLE dropped AS
SELECT report_id FROM plan WHERE action = 'reparsed' UNION SELECT report_id FROM withdrawn;

DELETE FROM core.fact_report WHERE report_id IN (FROM dropped);
DELETE FROM core.fact_cell WHERE report_id IN (FROM dropped);
DELETE FROM core.fact_claim WHERE report_id IN (FROM dropped);
DELETE FROM core.fact_indicator WHERE report_id IN (FROM dropped);
DELETE FROM core.fact_check WHERE report_id IN (FROM dropped);
DELETE FROM core.fact_suspect WHERE report_id IN (FROM dropped);
DELETE FROM ops.issue WHERE report_id IN (FROM dropped);

INSERT INTO core.fact_report BY NAME
SELECT w.report_id, w.organ_id, w.region_code, w.year, p.edition, p.organ_name, p.title, p.published_on, p.period_from,
    p.period_to, p.sections, p.body_sha256, p.body_text, w.first_seen, w.last_seen, NULL AS superseded_by,
    false AS is_current, false AS is_held, coalesce(f.legible_count, 0) AS legible_count, p.parser_version, w.capture_id,
    w.capture_sha256, w.run_id
FROM written AS w
JOIN parsed_report AS p ON p.capture_id = w.capture_id AND p.shard = w.shard
LEFT JOIN (
    SELECT capture_id, shard, count(*) AS legible_count
    FROM parsed_cell WHERE status IN ('reported', 'inferred', 'blank', 'dash')
    GROUP BY capture_id, shard
) AS f ON f.capture_id = w.capture_id AND f.shard = w.shard;
INSERT INTO core.fact_cell BY NAME
SELECT w.report_id, c.* EXCLUDE (capture_id, shard), w.capture_sha256, w.run_id
FROM parsed_cell AS c JOIN written AS w ON w.capture_id = c.capture_id {and_shard};
INSERT INTO core.fact_claim BY NAME
SELECT w.report_id, c.* EXCLUDE (capture_id, shard), w.capture_sha256, w.run_id
FROM parsed_claim AS c JOIN written AS w ON w.capture_id = c.capture_id AND w.shard = c.shard;
INSERT INTO core.fact_indicator BY NAME
SELECT w.report_id, c.* EXCLUDE (capture_id, shard), w.capture_sha256, w.run_id
FROM parsed_indicator AS c JOIN written AS w ON w.capture_id = c.capture_id AND w.shard = c.shard;
INSERT INTO ops.issue BY NAME
SELECT w.report_id, c.* EXCLUDE (shard), w.run_id
FROM parsed_issue AS c JOIN written AS w ON w.capture_id = c.capture_id AND w.shard = c.shard;

-- Documents that are no report, or do not say whose: their issues hang on the capture.
DELETE FROM ops.issue WHERE report_id IS NULL AND capture_id IN (SELECT capture_id FROM chosen);
INSERT INTO ops.issue BY NAME
SELECT NULL AS report_id, c.* EXCLUDE (shard), getvariable('run_id') AS run_id
FROM parsed_issue AS c
JOIN chosen AS h ON h.capture_id = c.capture_id AND h.shard = c.shard
ANTI JOIN incoming_sighting AS s ON s.capture_id = c.capture_id;
DELETE FROM ops.quarantine
WHERE capture_id IN (SELECT capture_id FROM chosen)
    AND capture_id NOT IN (SELECT capture_id FROM nameless);
INSERT INTO ops.quarantine BY NAME
SELECT NULL AS organ_id, p.source_id, i.capture_id, i.reason, c.first_seen AS since, getvariable('run_id') AS run_id
FROM nameless AS i
JOIN chosen AS c ON c.capture_id = i.capture_id
JOIN parsed_report AS p ON p.capture_id = c.capture_id AND p.shard = c.shard
ANTI JOIN ops.quarantine AS q ON q.capture_id = i.capture_id;

-- The versions standing.sql goes on with.
CREATE OR REPLACE TEMP TABLE touched AS
SELECT report_id FROM plan UNION SELECT old_report_id FROM unseated;
