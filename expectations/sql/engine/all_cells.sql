-- Each cell as an identity counts it, in one pass over the facts. term is in millionths, NULL where the cell has no one reading.
-- state: 0 a number, 1 blank or dash (counts as 0), 2 ambiguous but 0 or blank in every reading (counts as 0),
-- 3 ambiguous, 4 unreadable, 5 missing, 6 a blank total over filled parts (set by hollow.sql), 7 ambiguous and one of the
-- readings is blank. is_misread: the raw text is blank or a dash and a number was read all the same.
CREATE OR REPLACE TEMP TABLE ck_all_cell AS
SELECT
    r.ix, k.cell, k.bits,
    CAST(CASE
        WHEN c.status IN ('reported', 'inferred') THEN CAST(c.value AS DECIMAL(28, 6)) * 1000000
        WHEN c.status IN ('blank', 'dash') THEN 0
        WHEN c.status = 'ambiguous' AND len(list_distinct(list_transform(c.candidates, lambda x: coalesce(x, 0)))) = 1
            THEN CAST(coalesce(c.candidates[1], 0) AS DECIMAL(28, 6)) * 1000000
    END AS BIGINT) AS term,
    CAST(CASE c.status
        WHEN 'reported' THEN 0 WHEN 'inferred' THEN 0 WHEN 'blank' THEN 1 WHEN 'dash' THEN 1
        WHEN 'ambiguous' THEN
            CASE
                WHEN len(list_distinct(list_transform(c.candidates, lambda x: coalesce(x, 0)))) = 1 THEN 2
                WHEN len(list_filter(c.candidates, lambda x: x IS NULL)) > 0 THEN 7
                ELSE 3
            END
        WHEN 'unreadable' THEN 4
        ELSE 5
    END AS UTINYINT) AS state,
    c.value IS NOT NULL AND coalesce(trim(c.raw_text) IN ('', '/', '／', '-', '－', '—', '–', '无'), FALSE) AS is_misread,
    c.unit IS NOT NULL AS has_unit
FROM core.fact_cell AS c
JOIN ck_report AS r ON r.report_id = c.report_id
JOIN ck_code AS k ON k.cell_key = c.cell_key
SEMI JOIN ck_needed AS b ON b.ix = r.ix
ORDER BY r.ix
