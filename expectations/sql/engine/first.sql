-- Timeliness rests on the first version of a report (D-REPUBLISH): what its page said, or else what a later one said.
CREATE OR REPLACE TEMP TABLE ck_first AS
SELECT
    organ_id, year,
    arg_min(published_on, (first_seen, ix)) FILTER (published_on IS NOT NULL) AS published_on,
    count(*) AS versions
FROM ck_report
GROUP BY ALL
