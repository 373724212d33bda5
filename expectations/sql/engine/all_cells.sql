-- Each cell as an identity counts it (macros.sql), in one pass over the facts.
-- is_misread: the raw text is blank or a dash and a number was read all the same.
CREATE OR REPLACE TEMP TABLE ck_all_cell AS
SELECT
    r.ix, k.cell, k.bits,
    ck_term_of(c.status, c.value, c.candidates) AS term,
    ck_state_of(c.status, c.candidates) AS state,
    c.value IS NOT NULL AND coalesce(trim(c.raw_text) IN ('', '/', '／', '-', '－', '—', '–', '无'), FALSE) AS is_misread,
    c.unit IS NOT NULL AS has_unit
FROM core.fact_cell AS c
JOIN ck_report AS r ON r.report_id = c.report_id
JOIN ck_code AS k ON k.cell_key = c.cell_key
SEMI JOIN ck_needed AS b ON b.ix = r.ix
