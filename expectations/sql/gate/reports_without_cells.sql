SELECT r.report_id, r.organ_name, r.year FROM (SELECT * FROM {batch}) AS r
WHERE NOT EXISTS (SELECT 1 FROM gt_cell AS c WHERE c.report_id = r.report_id)
