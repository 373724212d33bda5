SELECT report_id, identity_id, scope, count(*) AS number
FROM {batch} GROUP BY report_id, identity_id, scope HAVING count(*) > 1
