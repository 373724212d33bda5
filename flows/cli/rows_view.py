"""The rows of a query as a table, CSV, JSON or Parquet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.table import Table

from flows.cli.terminal import Terminal
from flows.rows import write_csv, write_json, write_parquet

if TYPE_CHECKING:
    from warehouse.query import QueryResult

TABLE_ROWS = 1000
"""A terminal is not read further; CSV, JSON and Parquet have every row."""


def write_rows(result: QueryResult, format_: str, output: Path | None) -> None:
    """Write ``result`` to ``output`` or standard output, and say on standard error where rows were left out."""
    if format_ == "parquet" and output is not None:
        write_parquet(result, output)
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
    Terminal(file=stream, width=width).print(table)
    if len(rows) > TABLE_ROWS:
        print(f"… {len(rows) - TABLE_ROWS} more rows; next: --format csv", file=sys.stderr)


_WRITERS = {"table": _write_table, "csv": write_csv, "json": write_json}


@contextmanager
def _open(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
    else:
        with output.open("w", encoding="utf-8", newline="") as stream:
            yield stream
