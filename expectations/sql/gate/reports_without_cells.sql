SELECT r.report_id, r.organ_name, r.year FROM (SELECT * FROM {batch}) AS r
ANTI JOIN ops.cell_count AS c ON c.report_id = r.report_id
