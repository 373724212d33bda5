/* compared for {batch} */
SELECT place || measure || ' ' || round(value, 4) || coalesce(', before ' || round(before, 4), '') || ', at most ' || bound || ': ' || reason
    AS offence
FROM gt_band_value
WHERE kind = 'maximum' AND value > bound
ORDER BY abs(value - bound) DESC, region_code, year
