-- What each organ's fees usually are, over all its reports in force (T2-FEE-UNIT).
CREATE OR REPLACE TEMP TABLE ck_fee AS
SELECT r.organ_id, median(c.value) AS middle, count(*) AS reports
FROM core.fact_cell AS c
JOIN ck_report AS r ON r.report_id = c.report_id AND r.is_current
WHERE c.cell_key = 't2.admin_fees.fee_amount' AND c.value > 0
GROUP BY r.organ_id
