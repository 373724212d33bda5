"""The workbook: what a person opens first, Chinese headings above the column names, and the dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, Future
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from warehouse.connection import Connection
from warehouse.dictionary import TableText, describe_tables
from warehouse.export.contents import Contents, table_named
from warehouse.export.earlier import Target
from warehouse.export.resources import WORKBOOK_SHEETS, Resource

WORKBOOK_FILE = "nianbao.xlsx"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_576 - 3
"""What a sheet holds below its two headings, less one line for the note that rows were left out."""
_BATCH = 10_000
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel wants one; equal rows give equal files, whenever they are written


def write_workbook(contents: Contents, target: Target, aside: Executor) -> tuple[Resource, Iterable[Future[None]]]:
    """Begin to write ``nianbao.xlsx`` in another thread, and give what to wait for; nothing where it is taken over.

    It takes as long as half of the other files, which the database writes meanwhile.
    """
    resource = Resource("workbook", (WORKBOOK_FILE,), "xlsx", _MEDIA_TYPE, None)
    tables = [table_named(name) for name in WORKBOOK_SHEETS.values()]
    if target.take_over(WORKBOOK_FILE, " ".join(contents.digest(table) for table in tables)):
        return resource, ()
    sources = [contents.source(table) for table in tables]
    path = target.folder / WORKBOOK_FILE
    return resource, [aside.submit(_write_book, contents.beside(), path, list(zip(tables, sources, strict=True)))]


def _write_book(connection: Connection, path: Path, sheets: Sequence[tuple[TableText, str]]) -> None:
    """Row by row, so that memory does not grow with it."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with connection, xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _NO_DAY})
        formats = {
            "heading": book.add_format({"bold": True, "bg_color": "#E8EEF4"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for title, (table, source) in zip(WORKBOOK_SHEETS, sheets, strict=True):
            _write_table(connection, book.add_worksheet(title), table, source, formats)
        _write_dictionary(book.add_worksheet("数据字典"), describe_tables(), formats)


def _write_table(connection: Connection, sheet: Any, table: TableText, source: str, formats: dict[str, Any]) -> None:
    _write_headings(
        sheet, [[column.zh for column in table.columns], [column.name for column in table.columns]], formats
    )
    connection.execute(f"FROM {source} ORDER BY ALL LIMIT {MAX_ROWS + 1}")
    line = 2
    while rows := connection.fetchmany(_BATCH):
        for row in rows[: MAX_ROWS + 2 - line]:
            _write_row(sheet, line, row, formats)
            line += 1
        if line == MAX_ROWS + 2:
            sheet.write_string(line, 0, f"以下未列出，全表见 parquet/{table.name} / more rows in parquet/{table.name}")
            break


def _write_headings(sheet: Any, lines: Sequence[Sequence[str]], formats: dict[str, Any]) -> None:
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text, formats["heading"])
    sheet.freeze_panes(len(lines), 0)


def _write_row(sheet: Any, line: int, row: Sequence[Any], formats: dict[str, Any]) -> None:
    for place, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(line, place, value)
        elif isinstance(value, int | float | Decimal):
            sheet.write_number(line, place, value)
        elif isinstance(value, list):
            sheet.write_string(line, place, "|".join(map(str, value)))
        elif hasattr(value, "isoformat"):
            _write_time(sheet, line, place, value, formats)
        else:
            sheet.write_string(line, place, str(value))


def _write_time(sheet: Any, line: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_string(line, place, value.isoformat(sep=" ", timespec="seconds"))
    else:
        sheet.write_datetime(line, place, value, formats["day"])


def _write_dictionary(sheet: Any, tables: Iterable[TableText], formats: dict[str, Any]) -> None:
    _write_headings(sheet, [["表 table", "列 column", "类型 type", "含义", "meaning", "单位 unit"]], formats)
    line = 1
    for table in tables:
        for column in table.columns:
            row = (table.name, column.name, column.data_type, column.zh, column.en, column.unit)
            _write_row(sheet, line, row, formats)
            line += 1
