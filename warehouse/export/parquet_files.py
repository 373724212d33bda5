"""Parquet for programs: every table, split by statistics year where it has one."""

# ruff: noqa: S608 - table names come from the schema
from __future__ import annotations

from collections.abc import Iterator

from warehouse.connection import quote
from warehouse.dictionary import TableText, describe_tables
from warehouse.export.contents import Contents
from warehouse.export.earlier import Target
from warehouse.export.resources import PARQUET_LEFT_OUT, Resource

_MEDIA_TYPE = "application/vnd.apache.parquet"
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""How readers of partitioned Parquet expect a year that is not known to be written."""


def write_parquet_files(contents: Contents, target: Target) -> Iterator[Resource]:
    """Write ``parquet/<table>/year=<year>/data_0.parquet``, or one file for a table without a year.

    Facts of a report that have no year of their own get that of the report. Rows are sorted: a file follows from its
    rows, whatever the order they lie in, and is smaller.
    """
    for table in describe_tables():
        if table.name not in PARQUET_LEFT_OUT:
            paths = tuple(sorted(_write_table(contents, table, target)))
            if paths:
                yield Resource(f"parquet_{table.name.replace('.', '_')}", paths, "parquet", _MEDIA_TYPE, table)


def _write_table(contents: Contents, table: TableText, target: Target) -> Iterator[str]:
    """The files of one table, each with the rows of one year."""
    folder = f"parquet/{table.name}"
    select = _select(contents, table)
    if select is None:
        path = f"{folder}/data_0.parquet"
        if not target.take_over(path, contents.digest(table)):
            _copy(contents, f"FROM {contents.source(table)}", target, path)
        yield path
        return
    for year, digest in contents.digests(select, by="year").items():
        path = f"{folder}/year={_NO_YEAR if year is None else year}/data_0.parquet"
        if not target.take_over(path, digest):
            only = "year IS NULL" if year is None else f"year = {year}"
            _copy(contents, f"FROM ({select}) WHERE {only}", target, path)
        yield path


def _select(contents: Contents, table: TableText) -> str | None:
    """The rows of a table with their years; None where they have none."""
    names = {column.name for column in table.columns}
    if "year" in names:
        return f"FROM {contents.source(table)}"
    if "report_id" in names and table.name.startswith("core.fact_"):
        return f"SELECT t.*, r.year FROM {table.name} AS t JOIN core.fact_report AS r USING (report_id)"
    return None


def _copy(contents: Contents, select: str, target: Target, path: str) -> None:
    file = quote(str(target.folder / path))
    contents.connection.execute(f"COPY ({select} ORDER BY ALL) TO {file} (FORMAT parquet, COMPRESSION zstd)")
