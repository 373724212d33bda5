-- T4-RECON-FIRST: since the year named, direct suits (left) should not exceed those of the year before (right).
WITH suits AS MATERIALIZED (
    SELECT ix, term, state FROM ck_cell WHERE cell = (SELECT cell FROM ck_code WHERE cell_key = 't4.litigation_direct.total')
)
SELECT
    s.ix, 'report' AS scope,
    CASE
        WHEN r.year < $since THEN 'NOT_ASSESSABLE'
        WHEN c.term IS NULL OR c.state <> 0 THEN 'NOT_ASSESSABLE'
        WHEN c.term = 0 THEN 'PASS'
        WHEN p.term IS NULL OR p.state <> 0 THEN 'NOT_ASSESSABLE'
        WHEN c.term > p.term THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CASE WHEN c.state = 0 AND r.year >= $since THEN CAST(c.term AS DECIMAL(31, 0)) * 0.000001 END AS left_value,
    CASE WHEN c.state = 0 AND p.state = 0 AND r.year >= $since THEN CAST(p.term AS DECIMAL(31, 0)) * 0.000001 END AS right_value,
    0 AS blanks_as_zero, ['t4.litigation_direct.total', 't4.litigation_direct.total@prev'] AS operands,
    CASE
        WHEN r.year < $since THEN 'not_applicable: before ' || $since
        WHEN c.term IS NULL OR c.state <> 0 THEN 'operand_absent: t4.litigation_direct.total'
        WHEN c.term > 0 AND (p.term IS NULL OR p.state <> 0) THEN 'no_previous_report: ' || (r.year - 1)
    END AS reason
FROM ck_source AS s
JOIN ck_report AS r ON r.ix = s.ix
LEFT JOIN suits AS c ON c.ix = s.ix
LEFT JOIN suits AS p ON p.ix = s.prev_ix
WHERE s.is_target
