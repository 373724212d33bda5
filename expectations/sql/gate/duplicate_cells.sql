SELECT report_id, cell_key, count(*) AS number FROM {batch} GROUP BY report_id, cell_key HAVING count(*) > 1
