"""Tables of a page that are no ``<table>``: boxes set by style sheets, lists, paragraphs a row."""
