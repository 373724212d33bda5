SELECT r.report_id, r.organ_name, r.year FROM (SELECT * FROM {batch}) AS r
ANTI JOIN core.dim_capture AS c ON c.capture_id = r.capture_id
