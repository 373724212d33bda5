-- The batch's reports, their form variant and that of the year before.
SELECT s.ix, s.year, s.variant, s.prev_variant FROM ck_source AS s WHERE s.is_target ORDER BY s.ix
