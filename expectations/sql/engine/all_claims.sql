-- The figures the prose of the reports to check states, once for all batches.
CREATE OR REPLACE TEMP TABLE ck_all_claim AS
SELECT DISTINCT r.ix, c.measure, c.value AS exact_value, CAST(c.value AS DOUBLE) AS value, c.quote,
    len(regexp_extract(CAST(c.value AS TEXT), '\.(\d*?)0*$', 1)) AS decimals
FROM core.fact_claim AS c
JOIN ck_report AS r ON r.report_id = c.report_id
SEMI JOIN ck_wanted AS w ON w.ix = r.ix
