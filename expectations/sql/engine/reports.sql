-- Every report version, numbered by organ and year, with the current report of the year before.
CREATE OR REPLACE TEMP TABLE ck_report AS
WITH numbered AS (
    SELECT
        CAST(row_number() OVER (ORDER BY organ_id, year, report_id) AS INTEGER) AS ix,
        report_id, organ_id, region_code, year, edition, organ_name, published_on, period_from, period_to,
        first_seen, is_current, capture_sha256, parser_version, run_id
    FROM core.fact_report
),
current_report AS (SELECT organ_id, year, min(ix) AS ix FROM numbered WHERE is_current GROUP BY ALL),
kinds AS (SELECT organ_id, min(kind) AS kind, max(valid_from) AS organ_since FROM core.dim_organ GROUP BY ALL)
SELECT n.*, k.kind, k.organ_since, p.ix AS prev_ix
FROM numbered AS n
LEFT JOIN current_report AS p ON p.organ_id = n.organ_id AND p.year = n.year - 1
LEFT JOIN kinds AS k ON k.organ_id = n.organ_id
ORDER BY n.ix
