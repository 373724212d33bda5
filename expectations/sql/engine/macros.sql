-- How an identity counts one cell. The term is in millionths, NULL where the cell has no one reading.
-- state: 0 a number, 1 blank or dash (counts as 0), 2 ambiguous but 0 or blank in every reading (counts as 0),
-- 3 ambiguous, 4 unreadable, 5 missing, 6 a blank total over filled parts (set by hollow.sql), 7 ambiguous and one of the
-- readings is blank.
CREATE OR REPLACE TEMP MACRO ck_has_one_reading(candidates) AS
    len(list_distinct(list_transform(candidates, lambda x: coalesce(x, 0)))) = 1;

CREATE OR REPLACE TEMP MACRO ck_term_of(status, value, candidates) AS
    CAST(CASE
        WHEN status IN ('reported', 'inferred') THEN CAST(value AS DECIMAL(28, 6)) * 1000000
        WHEN status IN ('blank', 'dash') THEN 0
        WHEN status = 'ambiguous' AND ck_has_one_reading(candidates) THEN CAST(coalesce(candidates[1], 0) AS DECIMAL(28, 6)) * 1000000
    END AS BIGINT);

CREATE OR REPLACE TEMP MACRO ck_state_of(status, candidates) AS
    CAST(CASE status
        WHEN 'reported' THEN 0 WHEN 'inferred' THEN 0 WHEN 'blank' THEN 1 WHEN 'dash' THEN 1
        WHEN 'ambiguous' THEN
            CASE
                WHEN ck_has_one_reading(candidates) THEN 2
                WHEN len(list_filter(candidates, lambda x: x IS NULL)) > 0 THEN 7
                ELSE 3
            END
        WHEN 'unreadable' THEN 4
        ELSE 5
    END AS UTINYINT)
