SELECT m.report_id, m.cell_key, m.old_value, m.new_status, m.old_parser_version, m.new_parser_version
FROM (SELECT * FROM {batch}) AS m
WHERE m.run_id IN (SELECT run_id FROM gt_run) AND m.old_value IS NOT NULL AND m.new_value IS NULL
