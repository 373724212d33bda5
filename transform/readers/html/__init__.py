"""Pages of sites: what a browser shows of them as tables and paragraphs."""
