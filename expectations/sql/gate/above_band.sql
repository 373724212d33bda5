/* compared for {batch} */
SELECT measure, region_code, year, value, maximum, reason FROM gt_band_value WHERE value > maximum
