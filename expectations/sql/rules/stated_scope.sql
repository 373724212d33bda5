-- L-SCOPE: what the text says it covers (whole region, own level, own organ) against the kind of organ.
WITH one AS (
    SELECT s.ix, r.kind,
        CASE
            WHEN q.body_text IS NULL THEN NULL
            WHEN regexp_matches(q.body_text, $consolidated_region) THEN 'whole_region'
            WHEN regexp_matches(q.body_text, $consolidated_level) THEN 'own_level'
            WHEN regexp_matches(q.body_text, $own_organ) THEN 'own_organ'
        END AS stated
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix
    JOIN core.fact_report AS q ON q.report_id = r.report_id
    WHERE s.is_target
)
SELECT
    ix, 'report' AS scope,
    CASE
        WHEN stated IS NULL OR kind IS NULL THEN 'NOT_ASSESSABLE'
        WHEN stated <> 'own_organ' AND kind IN ('department', 'township') THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CAST(NULL AS DECIMAL(38, 6)) AS left_value, CAST(NULL AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE WHEN stated IS NULL OR kind IS NULL THEN 'no_scope_stated' ELSE 'scope_stated: ' || stated || ' by a ' || kind END AS reason
FROM one
