"""Text dumps and Markdown, and the many ways converters write a table in them."""
