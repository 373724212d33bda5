SELECT report_id, cell_key, count(*) AS number
FROM {batch} WHERE report_id IN (SELECT report_id FROM gt_written) GROUP BY report_id, cell_key HAVING count(*) > 1
