SELECT r.report_id, r.organ_name, r.year FROM (SELECT * FROM {batch}) AS r
WHERE NOT EXISTS (SELECT 1 FROM core.dim_capture AS c WHERE c.capture_id = r.capture_id)
