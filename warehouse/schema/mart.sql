-- What analysts read first. Views over core, except mart.report_figure, which warehouse.marts fills (one column per cell).
-- Counts with a condition, never means of rates: aggregates are sums over sums (measures.yaml).

-- One row per region code under its latest name, with the regions above it.
CREATE OR REPLACE VIEW mart.region AS
WITH latest AS (
    SELECT * FROM core.dim_region
    QUALIFY row_number() OVER (PARTITION BY region_code ORDER BY valid_from DESC, name_zh) = 1
)
SELECT r.region_code, r.name_zh AS region_name, r.level, r.valid_to IS NULL AS is_in_force,
    CASE WHEN r.level = 'county' THEN r.region_code END AS county_code,
    CASE WHEN r.level = 'county' THEN r.name_zh END AS county_name,
    CASE WHEN r.level = 'prefecture' THEN r.region_code WHEN p.level = 'prefecture' THEN p.region_code END AS prefecture_code,
    CASE WHEN r.level = 'prefecture' THEN r.name_zh WHEN p.level = 'prefecture' THEN p.name_zh END AS prefecture_name,
    v.region_code AS province_code, v.name_zh AS province_name
FROM latest AS r
LEFT JOIN latest AS p ON p.region_code = r.parent_code
LEFT JOIN latest AS v ON v.level = 'province' AND v.region_code = left(r.region_code, 2) || '0000' AND r.level <> 'country';

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
SELECT r.report_id, r.organ_id, coalesce(o.name_zh, r.organ_name) AS organ_name, o.kind AS organ_kind,
    r.region_code, g.region_name, g.prefecture_code, g.prefecture_name, g.province_code, g.province_name,
    r.year, r.edition, r.title, r.published_on, f.first_published_on, c.status AS coverage_status, c.due_on,
    f.version_count, k.errors, k.warnings, k.passed, k.not_assessable, k.blanks_as_zero,
    d.url, r.capture_sha256, r.parser_version,
    figure.* EXCLUDE (report_id, run_id)
FROM core.fact_report AS r
LEFT JOIN core.dim_organ AS o ON o.organ_id = r.organ_id
LEFT JOIN mart.region AS g ON g.region_code = r.region_code
LEFT JOIN core.fact_coverage AS c ON c.organ_id = r.organ_id AND c.year = r.year
LEFT JOIN mart.check_count AS k ON k.report_id = r.report_id
LEFT JOIN core.dim_capture AS d ON d.capture_id = r.capture_id
LEFT JOIN mart.report_figure AS figure ON figure.report_id = r.report_id
LEFT JOIN (
    SELECT organ_id, year, min(published_on) AS first_published_on, count(*) AS version_count
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

-- Who published what was expected, per organ and year.
CREATE OR REPLACE VIEW mart.coverage AS
SELECT c.organ_id, o.name_zh AS organ_name, o.kind AS organ_kind, o.region_code, g.region_name, g.level AS region_level,
    g.prefecture_code, g.prefecture_name, g.province_code, g.province_name, c.year, c.status, c.report_id, c.published_on,
    c.due_on, c.grace_due_on, c.is_late_statutory, c.is_late_after_grace, c.reason,
    k.errors, k.warnings, k.passed, k.failed
FROM core.fact_coverage AS c
LEFT JOIN core.dim_organ AS o ON o.organ_id = c.organ_id
LEFT JOIN mart.region AS g ON g.region_code = o.region_code
LEFT JOIN mart.check_count AS k ON k.report_id = c.report_id;

-- Compliance by region, prefecture, province and country, year by year. Each organ counts once on each level.
CREATE OR REPLACE VIEW mart.compliance AS
WITH placed AS (
    SELECT region_code, region_name, region_level AS level, * EXCLUDE (region_code, region_name, region_level) FROM mart.coverage
    UNION ALL BY NAME
    SELECT prefecture_code AS region_code, prefecture_name AS region_name, 'prefecture' AS level,
        * EXCLUDE (region_code, region_name, region_level)
    FROM mart.coverage WHERE prefecture_code IS NOT NULL AND prefecture_code <> region_code
    UNION ALL BY NAME
    SELECT province_code AS region_code, province_name AS region_name, 'province' AS level,
        * EXCLUDE (region_code, region_name, region_level)
    FROM mart.coverage WHERE province_code IS NOT NULL AND province_code <> region_code
    UNION ALL BY NAME
    SELECT '100000' AS region_code, '中国' AS region_name, 'country' AS level, * EXCLUDE (region_code, region_name, region_level)
    FROM mart.coverage
)
SELECT region_code, any_value(region_name) AS region_name, any_value(level) AS level, year,
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
GROUP BY region_code, year;
