-- For each report to check the other organ's report most like it, and its own of the year before, with the shingles they share.
-- A report that has $looked_from percent of another's shingles has at least one of the rarest 100 - $looked_from percent and
-- one more (pigeonhole), so that only these are looked up and what is above that share is found for certain.
-- Every join is one equality over a materialized step: where a comparison of years or organs stood in the join itself, the
-- planner at times began with it and held every report against every other.
CREATE OR REPLACE TEMP TABLE ck_prose AS
SELECT ix, count(*) AS number, count(*) FILTER (reports = 1) AS alone
FROM ck_shingle SEMI JOIN ck_needed USING (ix)
GROUP BY ix;
CREATE OR REPLACE TEMP TABLE ck_shared AS SELECT ix, shingle, reports FROM ck_shingle WHERE reports > 1;
DROP TABLE ck_shingle;
DROP TABLE ck_held;
CREATE OR REPLACE TEMP TABLE ck_twin AS
WITH own AS MATERIALIZED (
    SELECT r.ix, r.prev_ix, p.number - ceil(p.number * $looked_from / 100) + 1 - p.alone AS probes
    FROM ck_report AS r
    SEMI JOIN ck_wanted AS w ON w.ix = r.ix
    JOIN ck_prose AS p ON p.ix = r.ix
),
probe AS MATERIALIZED (
    SELECT o.ix, s.shingle
    FROM own AS o
    JOIN ck_shared AS s ON s.ix = o.ix
    WHERE o.probes > 0
    QUALIFY row_number() OVER (PARTITION BY o.ix ORDER BY s.reports, s.shingle) <= o.probes
),
met AS MATERIALIZED (
    SELECT DISTINCT b.ix, s.ix AS twin_ix FROM probe AS b JOIN ck_shared AS s ON s.shingle = b.shingle
),
dated AS MATERIALIZED (SELECT m.ix, m.twin_ix, t.organ_id, t.year FROM met AS m JOIN ck_report AS t ON t.ix = m.twin_ix),
pair AS MATERIALIZED (
    SELECT ix, twin_ix, 'other_organ' AS scope
    FROM (SELECT d.*, r.organ_id AS own_id, r.year AS own_year FROM dated AS d JOIN ck_report AS r ON r.ix = d.ix)
    WHERE year <= own_year AND organ_id <> own_id
    UNION ALL
    SELECT o.ix, o.prev_ix, 'previous_year' FROM own AS o SEMI JOIN ck_prose AS p ON p.ix = o.prev_ix
),
held AS MATERIALIZED (SELECT p.ix, p.twin_ix, p.scope, a.shingle FROM pair AS p JOIN ck_shared AS a ON a.ix = p.ix),
common AS (
    SELECT h.ix, h.twin_ix, h.scope, count(*) AS common
    FROM held AS h JOIN ck_shared AS b ON b.ix = h.twin_ix AND b.shingle = h.shingle
    GROUP BY ALL
),
counted AS (
    SELECT p.ix, p.twin_ix, p.scope, coalesce(c.common, 0) AS common
    FROM pair AS p
    LEFT JOIN common AS c ON c.ix = p.ix AND c.twin_ix = p.twin_ix AND c.scope = p.scope
)
SELECT ix, scope, twin_ix, common
FROM counted
QUALIFY row_number() OVER (PARTITION BY ix, scope ORDER BY common DESC, twin_ix) = 1
