"""Single-value tables of 2008-2018: one indicator a row, this year's figure in one of its columns."""
