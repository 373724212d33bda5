"""Word: DOCX as it shows, older Word and RTF by LibreOffice."""
