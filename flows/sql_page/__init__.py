"""`nianbao serve`: a page on loopback to ask the published warehouse in SQL, with the dictionary beside it."""
