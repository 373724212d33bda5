-- The report of the year after, which explanations rest on as well (localise).
CREATE OR REPLACE TEMP TABLE ck_following AS
SELECT r.report_id, coalesce(hash(list_sort(list(hash(n.report_id, n.run_id)) FILTER (n.report_id IS NOT NULL))), 0) AS mark
FROM ck_report AS r
LEFT JOIN ck_report AS n ON n.organ_id = r.organ_id AND n.year = r.year + 1 AND n.is_current
GROUP BY r.report_id
