"""One module per family of content-management systems: lists, paging and articles in the family's own shape."""
