/* compared for {batch} */
SELECT place || measure || ' ' || coalesce(round(value, 4), 0) || ', before ' || round(before, 4) || ', may fall by '
        || round(100 * bound, 2) || ' %: ' || reason AS offence
FROM gt_band_value
WHERE kind = 'most_fall' AND measure = '{measure}' AND coalesce(value, 0) < before * (1 - bound)
ORDER BY len(region_code), before - coalesce(value, 0) DESC, region_code, year
