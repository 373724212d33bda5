"""Tables of the unified forms (2019, 2021): from lines of grids to cells with status, address and certainty."""
