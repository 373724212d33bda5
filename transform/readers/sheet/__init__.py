"""Workbooks: XLSX and XLS, as they show their cells."""
