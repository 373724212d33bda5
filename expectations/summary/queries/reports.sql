-- Every version of every report with the capture it was read from. Times are Asia/Shanghai. When a current version was
-- last seen is not told: it is every night, and no page should be written again for that alone.
SELECT r.report_id, r.organ_id, r.year, r.edition, r.organ_name, r.title, r.published_on, r.period_from, r.period_to,
    r.sections, r.superseded_by, r.is_current, r.parser_version,
    strftime(timezone('Asia/Shanghai', r.first_seen), '%Y-%m-%d %H:%M') AS first_seen,
    CASE WHEN NOT r.is_current THEN strftime(timezone('Asia/Shanghai', r.last_seen), '%Y-%m-%d %H:%M') END AS last_seen,
    r.capture_id, r.capture_sha256, c.url, c.media_type, c.charset, c.archive_file, c.archive_offset,
    strftime(timezone('Asia/Shanghai', c.fetched_at), '%Y-%m-%d %H:%M') AS fetched_at
FROM core.fact_report AS r
LEFT JOIN (
    SELECT * FROM core.dim_capture QUALIFY row_number() OVER (PARTITION BY capture_id ORDER BY fetched_at DESC, url) = 1
) AS c USING (capture_id)
ORDER BY r.organ_id, r.year DESC, r.first_seen DESC, r.report_id;
