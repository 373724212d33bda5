INSERT INTO core.fact_suspect BY NAME
SELECT r.report_id, i.rank, i.cell_key, i.value, i.implied_value, i.why, r.capture_sha256, $run_id AS run_id
FROM ck_input AS i
JOIN ck_report AS r ON r.ix = i.ix
