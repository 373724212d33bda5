-- What the results just written rest on. explained is the work of localise.
INSERT INTO ops.checked BY NAME
SELECT c.report_id, c.digest, coalesce(p.number, 0) AS shingles, q.report_id AS twin_id, NULL AS explained, $run_id AS run_id
FROM ck_context AS c
SEMI JOIN ck_wanted AS w ON w.ix = c.ix
LEFT JOIN ck_prose AS p ON p.ix = c.ix
LEFT JOIN ck_twin AS t ON t.ix = c.ix AND t.scope = 'other_organ'
LEFT JOIN ck_report AS q ON q.ix = t.twin_ix
