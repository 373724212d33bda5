-- X-CHANNEL: channels stated in the text (left) add up to the requests it says were received (right).
WITH figure AS (SELECT DISTINCT ix, measure, exact_value AS value FROM ck_all_claim),
stated AS (
    SELECT c.ix,
        sum(c.value) FILTER (starts_with(c.measure, 'channel_')) AS channels,
        count(*) FILTER (starts_with(c.measure, 'channel_')) AS number,
        list(DISTINCT c.value) FILTER (c.measure IN ('received', 'accepted')) AS received
    FROM figure AS c
    SEMI JOIN ck_source AS s ON s.ix = c.ix AND s.is_target
    GROUP BY c.ix
)
SELECT
    s.ix, 'text' AS scope,
    CASE
        WHEN coalesce(t.number, 0) < 2 OR t.received IS NULL THEN 'NOT_ASSESSABLE'
        WHEN list_contains(t.received, t.channels) THEN 'PASS'
        ELSE 'FAIL'
    END AS status,
    CASE WHEN t.number >= 2 AND t.received IS NOT NULL THEN CAST(t.channels AS DECIMAL(38, 6)) END AS left_value,
    CASE WHEN t.number >= 2 AND t.received IS NOT NULL THEN CAST(coalesce(list_filter(t.received, lambda v: v = t.channels)[1], t.received[1]) AS DECIMAL(38, 6)) END
        AS right_value,
    0 AS blanks_as_zero, CAST([] AS TEXT[]) AS operands,
    CASE WHEN coalesce(t.number, 0) < 2 OR t.received IS NULL THEN 'no_claim: channels and received' END AS reason
FROM ck_source AS s
LEFT JOIN stated AS t ON t.ix = s.ix
WHERE s.is_target
