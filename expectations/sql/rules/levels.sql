-- L-SUM, L-PART, T4-CODEFENDANT: a government's consolidated report (left) against the sum of its parts (right), per cell.
-- Its scope is read from the text: own level is its office and departments, whole region its townships and the governments
-- right below as well. Organs that are expected and absent make the sum partial.
WITH parent AS (
    SELECT s.ix, r.organ_id, r.region_code, r.year,
        CASE
            WHEN regexp_matches(q.body_text, $consolidated_region) THEN 'whole_region'
            WHEN regexp_matches(q.body_text, $consolidated_level) THEN 'own_level'
        END AS stated
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix AND list_contains($kinds, r.kind)
    JOIN core.fact_report AS q ON q.report_id = r.report_id
    WHERE s.is_target
),
child AS (
    SELECT p.ix, o.organ_id, p.year, o.is_expected
    FROM parent AS p
    JOIN core.dim_organ AS o ON o.organ_id <> p.organ_id AND (
        (o.region_code = p.region_code AND (o.kind IN ('office', 'department') OR (o.kind IN ('township', 'zone') AND p.stated = 'whole_region')))
        OR (o.kind = 'government' AND p.stated = 'whole_region' AND o.region_code IN (
            SELECT region_code FROM core.dim_region WHERE parent_code = p.region_code
        ))
    )
    WHERE p.stated IS NOT NULL
),
known AS (
    SELECT c.ix, k.cell_key, sum(f.value) AS total, count(DISTINCT c.organ_id) AS read
    FROM child AS c
    JOIN ck_report AS r ON r.organ_id = c.organ_id AND r.year = c.year AND r.is_current
    JOIN core.fact_cell AS f ON f.report_id = r.report_id
        AND (f.status IN ('reported', 'inferred', 'blank', 'dash'))
    JOIN ck_code AS k ON k.cell_key = f.cell_key AND list_contains($cells, k.cell_key)
    GROUP BY ALL
),
expected AS (SELECT ix, count(*) AS number FROM child GROUP BY ix),
compared AS (
    SELECT p.ix, p.stated, k.cell_key, c.term, c.state, CAST(n.total AS DECIMAL(38, 6)) AS total, n.read, coalesce(e.number, 0) AS number,
        CAST(c.term AS DECIMAL(31, 0)) * 0.000001 AS whole
    FROM parent AS p
    JOIN ck_source AS s ON s.ix = p.ix
    JOIN ck_form AS f ON f.variant = s.variant
    JOIN ck_code AS k ON k.cell = f.cell AND list_contains($cells, k.cell_key)
    LEFT JOIN ck_cell AS c ON c.ix = p.ix AND c.cell = k.cell
    LEFT JOIN known AS n ON n.ix = p.ix AND n.cell_key = k.cell_key
    LEFT JOIN expected AS e ON e.ix = p.ix
),
judged AS (
    SELECT *,
        CASE
            WHEN stated IS NULL THEN 'no_scope_stated'
            WHEN term IS NULL OR state <> 0 THEN 'operand_unread: ' || cell_key
            WHEN coalesce(read, 0) = 0 OR total IS NULL THEN 'no_parts_known: ' || number || ' expected'
            WHEN $comparison <> 'at_most' AND read < number THEN 'parts_missing: ' || (number - read) || ' of ' || number
        END AS hindrance
    FROM compared
)
SELECT
    ix, cell_key AS scope,
    CASE
        WHEN hindrance IS NOT NULL THEN 'NOT_ASSESSABLE'
        WHEN $comparison = 'equal' AND abs(whole - total) <= $tolerance THEN 'PASS'
        WHEN $comparison = 'at_most' AND total - whole <= $tolerance THEN 'PASS'
        WHEN $comparison = 'at_most_complete' AND whole - total <= $tolerance THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CASE WHEN hindrance IS NULL THEN CASE WHEN $comparison = 'at_most' THEN total ELSE whole END END AS left_value,
    CASE WHEN hindrance IS NULL THEN CASE WHEN $comparison = 'at_most' THEN whole ELSE total END END AS right_value,
    0 AS blanks_as_zero, [cell_key] AS operands,
    coalesce(hindrance, 'parts_known: ' || read || ' of ' || number) AS reason
FROM judged
