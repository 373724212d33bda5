-- F-S6-FEE: where fees were charged the text says so, and itemised amounts (left) add up to the stated total (right), in yuan.
WITH amounts AS (
    SELECT r.ix, max(yuan) AS stated, sum(yuan) - max(yuan) AS items, count(*) AS number
    FROM (
        SELECT DISTINCT report_id, address, CASE WHEN measure = 'processing_fee_10k' THEN value * 10000 ELSE value END AS yuan
        FROM core.fact_claim
        WHERE measure IN ('processing_fee', 'processing_fee_10k') AND value > 0
    ) AS c
    JOIN ck_report AS r ON r.report_id = c.report_id
    SEMI JOIN ck_source AS s ON s.ix = r.ix AND s.is_target
    GROUP BY ALL
),
fee AS (
    SELECT s.ix, q.body_text, a.*, coalesce(c.term, 0) > 0 AS is_noticed
    FROM ck_source AS s
    JOIN ck_report AS r ON r.ix = s.ix
    JOIN core.fact_report AS q ON q.report_id = r.report_id
    LEFT JOIN amounts AS a ON a.ix = s.ix
    LEFT JOIN (SELECT c.* FROM ck_cell AS c JOIN ck_code AS k ON k.cell = c.cell AND k.cell_key = 't3.other_overdue_fee.total') AS c
        ON c.ix = s.ix
    WHERE s.is_target
)
SELECT
    ix, 's6' AS scope,
    CASE
        WHEN body_text IS NULL OR (number IS NULL AND NOT is_noticed) THEN 'NOT_ASSESSABLE'
        WHEN number >= 3 AND items <> stated THEN 'FAIL'
        WHEN number IS NULL AND NOT contains(body_text, $words) THEN 'FAIL'
        ELSE 'PASS'
    END AS status,
    CAST(CASE WHEN number >= 3 THEN items ELSE stated END AS DECIMAL(38, 6)) AS left_value,
    CAST(stated AS DECIMAL(38, 6)) AS right_value,
    0 AS blanks_as_zero, ['t3.other_overdue_fee.total'] AS operands,
    CASE WHEN body_text IS NULL OR (number IS NULL AND NOT is_noticed) THEN 'no_fees_charged' END AS reason
FROM fee
