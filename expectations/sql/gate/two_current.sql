SELECT organ_id, year, count(*) AS current_reports FROM {batch} WHERE is_current GROUP BY organ_id, year HAVING count(*) > 1
