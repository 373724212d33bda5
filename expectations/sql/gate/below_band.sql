/* compared for {batch} */
SELECT measure, region_code, year, value, minimum, reason FROM gt_band_value WHERE value < minimum
