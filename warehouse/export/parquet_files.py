"""Parquet for programs: every table, split by statistics year where it has one."""

# ruff: noqa: S608 - table names come from the schema
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from warehouse.connection import Connection, quote
from warehouse.dictionary import TableText, describe_tables
from warehouse.export.resources import PARQUET_LEFT_OUT, Resource

_MEDIA_TYPE = "application/vnd.apache.parquet"


def write_parquet_files(connection: Connection, folder: Path) -> Iterator[Resource]:
    """Write ``parquet/<table>/year=<year>/data_0.parquet``, or one file for a table without a year.

    Facts of a report that have no year of their own get that of the report.
    """
    for table in describe_tables():
        if table.name in PARQUET_LEFT_OUT:
            continue
        target = folder / "parquet" / table.name
        target.mkdir(parents=True)
        _write(connection, table, target)
        paths = tuple(sorted(str(path.relative_to(folder)) for path in target.rglob("*.parquet")))
        if paths:
            yield Resource(f"parquet_{table.name.replace('.', '_')}", paths, "parquet", _MEDIA_TYPE, table)


def _write(connection: Connection, table: TableText, target: Path) -> None:
    names = {column.name for column in table.columns}
    if "year" in names:
        _copy(connection, f"FROM {table.name}", target, is_split=True)
    elif "report_id" in names and table.name.startswith("core.fact_"):
        select = f"SELECT t.*, r.year FROM {table.name} AS t JOIN core.fact_report AS r USING (report_id)"
        _copy(connection, select, target, is_split=True)
    else:
        _copy(connection, f"FROM {table.name}", target / "data_0.parquet", is_split=False)


def _copy(connection: Connection, select: str, target: Path, *, is_split: bool) -> None:
    options = "FORMAT parquet, COMPRESSION zstd" + (
        ", PARTITION_BY (year), WRITE_PARTITION_COLUMNS" if is_split else ""
    )
    connection.execute(f"COPY ({select}) TO {quote(str(target))} ({options})")
