-- What analysts read first. Views over core and over the two tables that warehouse.marts fills: mart.report_figure (one
-- column per cell) and mart.measure_part (numerators and denominators). Aggregates are sums over sums, never means of
-- rates; what could not be read is NULL with a reason, never 0.

-- One row per region code under its latest name, with the regions above it.
CREATE OR REPLACE VIEW mart.region AS
WITH latest AS (
    SELECT * FROM core.dim_region
    QUALIFY row_number() OVER (PARTITION BY region_code ORDER BY valid_from DESC, name_zh) = 1
)
SELECT r.region_code, r.name_zh AS region_name, r.level AS region_level, r.valid_to IS NULL AS is_in_force,
    CASE WHEN r.valid_to IS NULL THEN r.region_code ELSE s.region_code END AS present_code,
    CASE WHEN r.valid_to IS NULL THEN r.name_zh ELSE s.name_zh END AS present_name,
    CASE WHEN r.level = 'prefecture' THEN r.region_code WHEN p.level = 'prefecture' THEN p.region_code END AS prefecture_code,
    CASE WHEN r.level = 'prefecture' THEN r.name_zh WHEN p.level = 'prefecture' THEN p.name_zh END AS prefecture_name,
    v.region_code AS province_code, v.name_zh AS province_name
FROM latest AS r
LEFT JOIN latest AS s ON s.region_code = r.successor_code
LEFT JOIN latest AS p ON p.region_code = r.parent_code
LEFT JOIN latest AS v ON v.level = 'province' AND v.region_code = left(r.region_code, 2) || '0000' AND r.level <> 'country';

-- The name a code bore at the end of each statistics year; the first list counts for every earlier year.
CREATE OR REPLACE VIEW mart.region_year AS
SELECT r.region_code, y.year, r.name_zh AS region_name, r.level AS region_level, r.parent_code
FROM (SELECT unnest(range(2008, coalesce((SELECT max(year) FROM core.fact_report), 2025) + 2))::INTEGER AS year) AS y
JOIN core.dim_region AS r
    ON (r.valid_from <= make_date(y.year, 12, 31) OR r.valid_from = DATE '2002-12-31')
    AND (r.valid_to IS NULL OR r.valid_to > make_date(y.year, 12, 31))
QUALIFY row_number() OVER (PARTITION BY r.region_code, y.year ORDER BY r.valid_from DESC, r.name_zh) = 1;

-- One row per organ with the organ it answers to: its own parent, the government of its region, or that of the region above.
CREATE OR REPLACE VIEW mart.organ AS
WITH government AS (
    SELECT region_code, min(organ_id) AS organ_id FROM core.dim_organ WHERE kind = 'government'
    GROUP BY region_code HAVING count(*) = 1
)
SELECT o.organ_id, o.name_zh AS organ_name, o.names, o.kind AS organ_kind, o.region_code, g.region_name, g.region_level,
    g.prefecture_code, g.prefecture_name, g.province_code, g.province_name, g.present_code AS present_region_code,
    g.present_name AS present_region_name,
    coalesce(o.parent_organ_id, nullif(own.organ_id, o.organ_id), CASE WHEN o.kind = 'government' THEN above.organ_id END)
        AS parent_organ_id,
    o.uscc, o.is_expected, o.source_id, o.valid_from, o.valid_to
FROM core.dim_organ AS o
LEFT JOIN mart.region AS g ON g.region_code = o.region_code
LEFT JOIN government AS own ON own.region_code = o.region_code
LEFT JOIN government AS above
    ON above.region_code = nullif(coalesce(nullif(g.prefecture_code, o.region_code), g.province_code), o.region_code);

-- Every organ with each organ above it, itself at depth 0: for roll-ups along the parent tree.
CREATE OR REPLACE VIEW mart.organ_tree AS
WITH RECURSIVE tree AS (
    SELECT organ_id AS ancestor_id, organ_id, 0 AS depth FROM mart.organ
    UNION ALL
    SELECT o.parent_organ_id, t.organ_id, t.depth + 1
    FROM tree AS t
    JOIN mart.organ AS o ON o.organ_id = t.ancestor_id
    WHERE o.parent_organ_id IS NOT NULL AND t.depth < 6
)
FROM tree;

-- The names an organ's reports print, and for which statistics years.
CREATE OR REPLACE VIEW mart.organ_name AS
SELECT organ_id, organ_name, min(year) AS first_year, max(year) AS last_year, count(*) AS reports
FROM core.fact_report WHERE is_current
GROUP BY organ_id, organ_name;

-- How the identities of every report version came out.
CREATE OR REPLACE VIEW mart.check_count AS
SELECT report_id,
    count(*) FILTER (status = 'PASS') AS passed,
    count(*) FILTER (status = 'FAIL') AS failed,
    count(*) FILTER (status = 'FAIL' AND severity = 'error') AS errors,
    count(*) FILTER (status = 'FAIL' AND severity = 'warning') AS warnings,
    count(*) FILTER (status = 'NOT_ASSESSABLE') AS not_assessable,
    count(*) FILTER (status = 'WAIVED') AS waived,
    sum(blanks_as_zero)::BIGINT AS blanks_as_zero
FROM core.fact_check
GROUP BY report_id;

-- One row per current report: who, when, how its checks came out, and its figures.
CREATE OR REPLACE VIEW mart.report AS
SELECT r.report_id, r.organ_id, coalesce(o.organ_name, r.organ_name) AS organ_name, o.organ_kind, r.region_code,
    coalesce(y.region_name, g.region_name) AS region_name, g.present_code AS present_region_code,
    g.present_name AS present_region_name, g.prefecture_code, g.prefecture_name, g.province_code, g.province_name,
    r.year, r.edition, r.title, r.published_on, f.first_published_on, c.status AS coverage_status, c.due_on,
    f.version_count, q.source_id IS NOT NULL OR f.has_held AS is_stale, k.errors, k.warnings, k.passed, k.not_assessable,
    k.blanks_as_zero, d.url, r.capture_sha256, r.parser_version,
    figure.* EXCLUDE (report_id, run_id)
FROM core.fact_report AS r
LEFT JOIN mart.organ AS o ON o.organ_id = r.organ_id
LEFT JOIN mart.region AS g ON g.region_code = r.region_code
LEFT JOIN mart.region_year AS y ON y.region_code = r.region_code AND y.year = r.year
LEFT JOIN core.fact_coverage AS c ON c.organ_id = r.organ_id AND c.year = r.year
LEFT JOIN mart.check_count AS k ON k.report_id = r.report_id
LEFT JOIN core.dim_capture AS d ON d.capture_id = r.capture_id
LEFT JOIN mart.report_figure AS figure ON figure.report_id = r.report_id
LEFT JOIN (SELECT DISTINCT source_id FROM ops.quarantine WHERE source_id IS NOT NULL AND capture_id IS NULL) AS q
    ON q.source_id = o.source_id
LEFT JOIN (
    SELECT organ_id, year, min(published_on) AS first_published_on, count(*) AS version_count, bool_or(is_held) AS has_held
    FROM core.fact_report GROUP BY organ_id, year
) AS f ON f.organ_id = r.organ_id AND f.year = r.year
WHERE r.is_current;

-- What a current report gets wrong, in words.
CREATE OR REPLACE VIEW mart.finding AS
SELECT r.report_id, r.organ_id, coalesce(o.name_zh, r.organ_name) AS organ_name, r.region_code, r.year, r.edition,
    k.identity_id, i.title_zh, i.title_en, k.scope, k.severity, k.left_value, k.right_value, k.difference, k.blanks_as_zero,
    k.operands, k.reason, i.formula, i.legal_basis, d.url, k.capture_sha256
FROM core.fact_check AS k
JOIN core.fact_report AS r ON r.report_id = k.report_id AND r.is_current
LEFT JOIN core.dim_identity AS i ON i.identity_id = k.identity_id AND i.rule_version = k.rule_version
LEFT JOIN core.dim_organ AS o ON o.organ_id = r.organ_id
LEFT JOIN core.dim_capture AS d ON d.capture_id = r.capture_id
WHERE k.status = 'FAIL';

-- Cell by cell what each later version of a report changed. Silent: the page kept the publication date it had.
CREATE OR REPLACE VIEW mart.correction AS
WITH pair AS (
    SELECT o.organ_id, o.year, o.report_id AS old_report_id, n.report_id AS new_report_id, o.edition AS old_edition,
        n.edition AS new_edition, o.last_seen AS old_last_seen, n.first_seen AS new_first_seen,
        o.published_on IS NOT DISTINCT FROM n.published_on AS is_silent
    FROM core.fact_report AS o
    JOIN core.fact_report AS n ON n.report_id = o.superseded_by
    WHERE NOT o.is_held
),
old_cell AS (FROM core.fact_cell AS c WHERE c.report_id IN (SELECT old_report_id FROM pair)),
new_cell AS (FROM core.fact_cell AS c WHERE c.report_id IN (SELECT new_report_id FROM pair)),
cell_pair AS (
    SELECT p.*, k.cell_key
    FROM pair AS p
    JOIN (SELECT report_id, cell_key FROM old_cell UNION SELECT report_id, cell_key FROM new_cell) AS k
        ON k.report_id IN (p.old_report_id, p.new_report_id)
    GROUP BY ALL
)
SELECT p.organ_id, d.name_zh AS organ_name, d.region_code, p.year, p.old_report_id, p.new_report_id, p.cell_key,
    o.value AS old_value, o.status AS old_status, o.raw_text AS old_raw_text, n.value AS new_value, n.status AS new_status,
    n.raw_text AS new_raw_text, n.value - o.value AS change, p.old_last_seen, p.new_first_seen, p.is_silent
FROM cell_pair AS p
LEFT JOIN old_cell AS o ON o.report_id = p.old_report_id AND o.cell_key = p.cell_key
LEFT JOIN new_cell AS n ON n.report_id = p.new_report_id AND n.cell_key = p.cell_key
LEFT JOIN core.dim_organ AS d ON d.organ_id = p.organ_id
WHERE o.value IS DISTINCT FROM n.value OR o.status IS DISTINCT FROM n.status;

-- Requests of current reports by outcome, applicant and year, with the status of every cell. A code means the same in both
-- editions of Table 3, so labels are those of the latest: joined by code alone this is six times faster than by edition too.
CREATE OR REPLACE VIEW mart.request AS
WITH latest AS (
    SELECT * FROM core.dim_form_cell WHERE table_code = 't3'
    QUALIFY row_number() OVER (PARTITION BY cell_key ORDER BY edition DESC) = 1
)
SELECT r.report_id, r.organ_id, r.region_code, r.year, r.edition, f.row_code AS outcome, f.row_label AS outcome_label,
    CASE WHEN f.row_code IN ('new_received', 'carried_in', 'carried_out') THEN 'flow'
        WHEN f.row_code = 'total_processed' THEN 'total'
        WHEN f.parent_row = 'results' THEN f.row_code ELSE f.parent_row END AS outcome_group,
    f.column_code AS applicant, f.column_label AS applicant_label, CASE WHEN c.value = trunc(c.value) THEN c.value::BIGINT END AS requests, c.status
FROM core.fact_cell AS c
JOIN core.fact_report AS r ON r.report_id = c.report_id AND r.is_current
JOIN latest AS f ON f.cell_key = c.cell_key;

-- Regulations and normative documents of current reports, one row per report and kind, in the terms of its form.
CREATE OR REPLACE VIEW mart.document AS
SELECT r.report_id, r.organ_id, r.region_code, r.year, r.edition, d.*
FROM core.fact_report AS r
JOIN mart.report_figure AS f ON f.report_id = r.report_id,
LATERAL (
    VALUES ('regulations', '规章', f.t2_regulations_issued, f.t2_regulations_repealed, f.t2_regulations_in_force,
        f.t2_regulations_newly_made, f.t2_regulations_newly_disclosed, f.t2_regulations_total_disclosed),
    ('normative_docs', '行政规范性文件', coalesce(f.t2_normative_docs_issued, f.g1_normative_docs_issued),
        f.t2_normative_docs_repealed, f.t2_normative_docs_in_force, f.t2_normative_docs_newly_made,
        coalesce(f.t2_normative_docs_newly_disclosed, f.g1_normative_docs_disclosed), f.t2_normative_docs_total_disclosed)
) AS d (document, document_label, issued, repealed, in_force, made, disclosed, total_disclosed)
WHERE r.is_current AND (r.edition <> '2014' OR d.document = 'normative_docs') AND r.edition <> '2008';

-- Reconsiderations and lawsuits of current reports, one row per report and way.
CREATE OR REPLACE VIEW mart.dispute AS
SELECT r.report_id, r.organ_id, r.region_code, r.year, r.edition, d.*
FROM core.fact_report AS r
JOIN mart.report_figure AS f ON f.report_id = r.report_id,
LATERAL (
    VALUES ('reconsideration', '行政复议',
        coalesce(f.t4_reconsideration_upheld, f.g1_recon_upheld), coalesce(f.t4_reconsideration_corrected, f.g1_recon_corrected),
        coalesce(f.t4_reconsideration_other_outcome, f.g1_recon_other), f.t4_reconsideration_pending,
        coalesce(f.t4_reconsideration_total, f.g1_s4_reconsideration)),
    ('litigation_direct', '未经复议直接起诉', f.t4_litigation_direct_upheld, f.t4_litigation_direct_corrected,
        f.t4_litigation_direct_other_outcome, f.t4_litigation_direct_pending, f.t4_litigation_direct_total),
    ('litigation_after_reconsideration', '复议后起诉', f.t4_litigation_after_reconsideration_upheld,
        f.t4_litigation_after_reconsideration_corrected, f.t4_litigation_after_reconsideration_other_outcome,
        f.t4_litigation_after_reconsideration_pending, f.t4_litigation_after_reconsideration_total),
    ('litigation', '行政诉讼（2014年表不分）', f.g1_lit_upheld, f.g1_lit_corrected, f.g1_lit_other, NULL, f.g1_s5_litigation)
) AS d (way, way_label, upheld, corrected, other_outcome, pending, total)
WHERE r.is_current AND r.edition <> '2008'
    AND CASE d.way WHEN 'reconsideration' THEN true WHEN 'litigation' THEN r.edition = '2014' ELSE r.edition <> '2014' END;

-- The 2014 form, indicator by indicator: cells that have a code, and rows a province added to its own table.
CREATE OR REPLACE VIEW mart.indicator AS
SELECT r.report_id, r.organ_id, r.region_code, r.year, c.cell_key, f.row_label AS label, f.column_label, c.unit, c.value,
    c.status, c.raw_text, true AS is_national
FROM core.fact_cell AS c
JOIN core.fact_report AS r ON r.report_id = c.report_id AND r.is_current AND r.edition IN ('2008', '2014')
JOIN core.dim_form_cell AS f ON f.edition = r.edition AND f.cell_key = c.cell_key
UNION ALL BY NAME
SELECT r.report_id, r.organ_id, r.region_code, r.year, NULL AS cell_key, i.label, i.column_label, i.unit, i.value, i.status,
    i.raw_text, false AS is_national
FROM core.fact_indicator AS i
JOIN core.fact_report AS r ON r.report_id = i.report_id AND r.is_current;

-- Every rate of a current report. It is NULL with a reason where a cell was not read, where an identity of severity error
-- over one of its cells fails, or where a blank is not proved to be 0 by an identity that passes.
CREATE OR REPLACE VIEW mart.measure AS
WITH failed AS (
    SELECT k.report_id, t.measure, string_agg(DISTINCT k.identity_id, ', ' ORDER BY k.identity_id) AS identities
    FROM (
        SELECT report_id, identity_id, unnest(operands) AS cell_key
        FROM core.fact_check WHERE status = 'FAIL' AND severity = 'error'
    ) AS k
    JOIN (SELECT DISTINCT measure, cell_key FROM mart.measure_term) AS t ON t.cell_key = k.cell_key
    GROUP BY k.report_id, t.measure
),
proved AS (
    SELECT k.report_id, p.measure, count(DISTINCT (p.identity_id, p.scope)) AS proofs
    FROM core.fact_check AS k
    JOIN mart.measure_proof AS p ON p.identity_id = k.identity_id AND p.scope = k.scope
    WHERE k.status = 'PASS'
    GROUP BY k.report_id, p.measure
),
judged AS (
    SELECT r.report_id, r.organ_id, r.region_code, r.year, r.edition, d.kind, p.measure, p.numerator, p.denominator, p.blanks,
        CASE
            WHEN d.needs IS NOT NULL THEN 'needs ' || d.needs
            WHEN p.unread IS NOT NULL THEN p.unread
            WHEN f.identities IS NOT NULL THEN f.identities || ' fails'
            WHEN p.blanks > 0 AND (d.proofs = 0 OR coalesce(v.proofs, 0) < d.proofs) THEN 'blank cells, not proved to be 0'
            WHEN d.kind = 'rate' AND p.denominator = 0 THEN 'the denominator is 0'
        END AS reason
    FROM mart.measure_part AS p
    JOIN core.fact_report AS r ON r.report_id = p.report_id AND r.is_current
    JOIN mart.measure_definition AS d ON d.measure = p.measure
    LEFT JOIN failed AS f ON f.report_id = p.report_id AND f.measure = p.measure
    LEFT JOIN proved AS v ON p.blanks > 0 AND v.report_id = p.report_id AND v.measure = p.measure
)
SELECT report_id, organ_id, region_code, year, edition, measure,
    CASE WHEN reason IS NULL OR reason = 'the denominator is 0' THEN numerator END AS numerator,
    CASE WHEN reason IS NULL OR reason = 'the denominator is 0' THEN denominator END AS denominator,
    CASE WHEN reason IS NULL THEN (numerator / denominator)::DOUBLE END AS rate,
    CASE WHEN reason IS NULL THEN denominator < 30 END AS is_small_sample, blanks AS blanks_as_zero, reason
FROM judged WHERE kind = 'rate';

-- Rates by region, prefecture, province and country, by kind of organ: sums over sums of the reports that have the rate.
-- A government's own report may include its departments, so kinds are never added up.
CREATE OR REPLACE VIEW mart.measure_region AS
WITH placed AS (
    SELECT m.*, o.organ_kind, o.region_name, o.region_level, o.prefecture_code, o.prefecture_name, o.province_code,
        o.province_name
    FROM mart.measure AS m
    JOIN mart.organ AS o ON o.organ_id = m.organ_id
),
levelled AS (
    SELECT region_code AS code, region_name AS name, coalesce(region_level, 'unknown') AS level, * FROM placed
    UNION ALL
    SELECT prefecture_code, prefecture_name, 'prefecture', * FROM placed
    WHERE prefecture_code IS NOT NULL AND prefecture_code <> region_code
    UNION ALL
    SELECT province_code, province_name, 'province', * FROM placed
    WHERE province_code IS NOT NULL AND province_code <> region_code
    UNION ALL
    SELECT '100000', '中国', 'country', * FROM placed WHERE region_code <> '100000'
)
SELECT code AS region_code, any_value(name) AS region_name, any_value(level) AS region_level, organ_kind, year, measure,
    sum(numerator) AS numerator, sum(denominator) AS denominator,
    (sum(numerator) / nullif(sum(denominator), 0))::DOUBLE AS rate,
    coalesce(sum(denominator), 0) < 30 AS is_small_sample,
    count(numerator) AS reports, count(*) - count(numerator) AS reports_left_out
FROM levelled
GROUP BY code, organ_kind, year, measure;

-- One figure through the years and editions of an organ, where the crosswalk of the forms allows it. Change against the
-- year before is NULL across an edition break and from 0.
CREATE OR REPLACE VIEW mart.series AS
WITH failed AS (
    SELECT k.report_id, t.measure, string_agg(DISTINCT k.identity_id, ', ' ORDER BY k.identity_id) AS identities
    FROM (
        SELECT report_id, identity_id, unnest(operands) AS cell_key
        FROM core.fact_check WHERE status = 'FAIL' AND severity = 'error'
    ) AS k
    JOIN (SELECT DISTINCT measure, cell_key FROM mart.measure_term) AS t ON t.cell_key = k.cell_key
    GROUP BY k.report_id, t.measure
),
figure AS (
    SELECT r.report_id, r.organ_id, r.region_code, r.year, r.edition, p.measure AS series, c.comparability,
        CASE WHEN p.unread IS NULL AND p.blanks = 0 THEN p.numerator END AS value,
        coalesce(p.unread, CASE WHEN p.blanks > 0 THEN 'blank cells' END) AS reason, f.identities AS failed_identities
    FROM mart.measure_part AS p
    JOIN core.fact_report AS r ON r.report_id = p.report_id AND r.is_current
    JOIN mart.series_comparability AS c ON c.measure = p.measure AND c.edition = r.edition
    LEFT JOIN failed AS f ON f.report_id = p.report_id AND f.measure = p.measure
)
SELECT f.*,
    CASE WHEN b.comparability = f.comparability AND b.value <> 0 THEN ((f.value - b.value) / b.value)::DOUBLE END
        AS change_on_year_before
FROM figure AS f
LEFT JOIN figure AS b ON b.organ_id = f.organ_id AND b.series = f.series AND b.year = f.year - 1;

-- Who published what was expected, per organ and year.
CREATE OR REPLACE VIEW mart.coverage AS
SELECT c.organ_id, o.organ_name, o.organ_kind, o.region_code, o.region_name, o.region_level, o.prefecture_code,
    o.prefecture_name, o.province_code, o.province_name, c.year, c.status, c.report_id, c.published_on, c.due_on,
    c.grace_due_on, c.is_late_statutory, c.is_late_after_grace, c.reason, k.errors, k.warnings, k.passed, k.failed
FROM core.fact_coverage AS c
LEFT JOIN mart.organ AS o ON o.organ_id = c.organ_id
LEFT JOIN mart.check_count AS k ON k.report_id = c.report_id;

-- Compliance by region, prefecture, province and country, year by year. Each organ counts once on each level.
CREATE OR REPLACE VIEW mart.compliance AS
WITH placed AS (
    SELECT region_code AS code, region_name AS name, coalesce(region_level, 'unknown') AS level, * FROM mart.coverage
    UNION ALL
    SELECT prefecture_code, prefecture_name, 'prefecture', * FROM mart.coverage
    WHERE prefecture_code IS NOT NULL AND prefecture_code <> region_code
    UNION ALL
    SELECT province_code, province_name, 'province', * FROM mart.coverage
    WHERE province_code IS NOT NULL AND province_code <> region_code
    UNION ALL
    SELECT '100000', '中国', 'country', * FROM mart.coverage WHERE region_code <> '100000'
)
SELECT code AS region_code, any_value(name) AS region_name, any_value(level) AS region_level, year,
    count(*) AS expected,
    count(*) FILTER (status IN ('on_time', 'late', 'undated')) AS published,
    count(*) FILTER (status = 'on_time') AS on_time,
    count(*) FILTER (status = 'late') AS late,
    count(*) FILTER (status = 'undated') AS undated,
    count(*) FILTER (status = 'missing') AS missing,
    count(*) FILTER (status = 'blocked') AS blocked,
    count(*) FILTER (status = 'unparsable') AS unparsable,
    count(*) FILTER (status = 'withdrawn') AS withdrawn,
    count(*) FILTER (errors > 0) AS with_errors,
    count(*) FILTER (report_id IS NOT NULL AND errors = 0) AS without_errors,
    sum(passed)::BIGINT AS checks_passed,
    sum(failed)::BIGINT AS checks_failed,
    published / nullif(expected, 0) AS coverage_rate,
    on_time / nullif(expected, 0) AS on_time_publication_rate,
    checks_passed / nullif(checks_passed + checks_failed, 0) AS identity_pass_rate,
    expected < 30 AS is_small_sample
FROM placed
GROUP BY code, year;
