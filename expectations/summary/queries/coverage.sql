-- A due date is statutory where coverage says whether it was kept; townships have a policy date only.
SELECT organ_id, year, status, report_id, published_on, due_on, grace_due_on,
    is_late_statutory IS NOT NULL AS is_statutory, coalesce(is_late_after_grace, true) AS is_late_after_grace, reason
FROM core.fact_coverage
ORDER BY organ_id, year;
