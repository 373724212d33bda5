SELECT organ_id, year, status, report_id, published_on, due_on, grace_due_on,
    coalesce(is_late_after_grace, false) AS is_late_after_grace, reason
FROM core.fact_coverage
ORDER BY organ_id, year;
