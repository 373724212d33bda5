SELECT report_id, identity_id, scope, count(*) AS number
FROM {batch} WHERE report_id IN (SELECT report_id FROM gt_written) GROUP BY report_id, identity_id, scope HAVING count(*) > 1
