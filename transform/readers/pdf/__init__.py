"""PDF with a text layer: ruled tables, pieces over pages, and which characters are seen."""
