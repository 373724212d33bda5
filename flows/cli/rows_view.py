"""The rows of a query as a table, CSV, JSON or Parquet."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from warehouse.query import QueryResult

TABLE_ROWS = 1000
"""A terminal is not read further; CSV, JSON and Parquet have every row."""


def write_rows(result: QueryResult, format_: str, output: Path | None) -> None:
    """Write ``result`` to ``output`` or standard output, and say on standard error where rows were left out."""
    if format_ == "parquet" and output is not None:
        import pyarrow.parquet as pq

        pq.write_table(result.table, output)
    else:
        with _open(output) as stream:
            _WRITERS[format_](result, stream)
    if result.is_cut:
        count = result.table.num_rows
        print(f"only the first {count} rows; next: add a LIMIT, or raise query.rows in nianbao.toml", file=sys.stderr)


def _write_table(result: QueryResult, stream: TextIO) -> None:
    table = Table(*result.columns, box=None, pad_edge=False, header_style="bold")
    rows = result.rows()
    for row in rows[:TABLE_ROWS]:
        table.add_row(*("" if value is None else str(value) for value in row))
    width = None if stream.isatty() else 10_000  # a pipe gets whole cells, a terminal what fits
    Console(file=stream, width=width, highlight=False, markup=False).print(table)
    if len(rows) > TABLE_ROWS:
        print(f"… {len(rows) - TABLE_ROWS} more rows; next: --format csv", file=sys.stderr)


def _write_csv(result: QueryResult, stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows(["" if value is None else value for value in row] for row in result.rows())


def _write_json(result: QueryResult, stream: TextIO) -> None:
    from flows.report_json import dump_json

    rows: list[dict[str, Any]] = [dict(zip(result.columns, row, strict=True)) for row in result.rows()]
    print(dump_json(rows), file=stream)


_WRITERS = {"table": _write_table, "csv": _write_csv, "json": _write_json}


@contextmanager
def _open(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
    else:
        with output.open("w", encoding="utf-8", newline="") as stream:
            yield stream
