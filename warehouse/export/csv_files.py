"""CSV for people: UTF-8 with BOM, so that Excel shows Chinese, and no text that would run as a formula there."""

# ruff: noqa: S608 - table and column names come from the schema
from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from warehouse.connection import quote
from warehouse.dictionary import ColumnText, TableText, describe_tables
from warehouse.export.contents import Contents
from warehouse.export.earlier import Target
from warehouse.export.resources import CSV_TABLES, Resource

BOM = b"\xef\xbb\xbf"
FORMULA_START = "^[=+\\-@\\t\\r＝＋－＠]"
"""Full-width signs start a formula too where the input method is Chinese or Japanese."""


def neutralise(text: str) -> str:
    """Return text that no spreadsheet runs: what would start a formula gets an apostrophe before it."""
    return f"'{text}" if re.match(FORMULA_START, text) else text


def write_csv_files(contents: Contents, target: Target) -> Iterator[Resource]:
    """Write one file per table of ``CSV_TABLES``, rows in order of their columns."""
    for table in describe_tables():
        if table.name in CSV_TABLES:
            path = f"csv/{table.name}.csv"
            if not target.take_over(path, contents.digest(table)):
                _write(contents, table, target.folder / path)
            yield Resource(table.name.replace(".", "_"), (path,), "csv", "text/csv", table)


def _write(contents: Contents, table: TableText, path: Path) -> None:
    columns = ", ".join(f"{_plain(column)} AS {column.name}" for column in table.columns)
    bare = path.with_suffix(".bare")
    contents.connection.execute(
        f"COPY (SELECT {columns} FROM (FROM {contents.source(table)} ORDER BY ALL)) "
        f"TO {quote(str(bare))} (FORMAT csv, HEADER)"
    )
    with path.open("wb") as target, bare.open("rb") as source:
        target.write(BOM)
        shutil.copyfileobj(source, target, 1 << 20)
    bare.unlink()


def _plain(column: ColumnText) -> str:
    """The column as CSV shows it: lists joined by ``|``, times in ISO 8601, no formulas."""
    name = column.name
    if column.data_type == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S%z')"
    if column.data_type.endswith("[]"):
        return _neutral(f"array_to_string({name}, '|')")
    if column.data_type in ("VARCHAR", "JSON"):
        return _neutral(f"{name}::TEXT")
    return name


def _neutral(text: str) -> str:
    return f"CASE WHEN regexp_matches({text}, {quote(FORMULA_START)}) THEN '''' || {text} ELSE {text} END"
