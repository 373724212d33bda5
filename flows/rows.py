"""The rows of a query as CSV, JSON or Parquet: for `nianbao sql` and for the downloads of `nianbao serve`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from flows.report_json import dump_json
from warehouse.export.csv_files import BOM, neutralise

if TYPE_CHECKING:
    from warehouse.query import QueryResult

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def write_csv(result: QueryResult, stream: TextIO, *, is_for_people: bool = False) -> None:
    """Write CSV, NULL as nothing. For people, no text is left that a spreadsheet would run as a formula."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_field(name, is_for_people) for name in result.columns)
    writer.writerows([_field(value, is_for_people) for value in row] for row in result.rows())


def write_json(result: QueryResult, stream: TextIO) -> None:
    """Write a list of objects; decimals keep their digits."""
    names = _distinct(result.columns)
    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in result.rows()]
    print(dump_json(rows), file=stream)


def write_parquet(result: QueryResult, target: Path | BinaryIO) -> None:
    """Write the Arrow table with its own types."""
    import pyarrow.parquet as pq

    pq.write_table(result.table.rename_columns(_distinct(result.columns)), target)


def rows_as_bytes(result: QueryResult, format_: str) -> bytes:
    """Return the rows as a file for people: CSV opens in a spreadsheet, with Chinese shown and no formula run."""
    if format_ == "parquet":
        target = BytesIO()
        write_parquet(result, target)
        return target.getvalue()
    stream = StringIO()
    if format_ == "json":
        write_json(result, stream)
        return stream.getvalue().encode()
    write_csv(result, stream, is_for_people=True)
    return BOM + stream.getvalue().encode()


def _distinct(names: Sequence[str]) -> list[str]:
    """A name that occurs again, as after a join of ``r.*`` and ``o.*``, becomes ``name_1``: no column is lost."""
    found: list[str] = []
    for name in names:
        taken = {*names, *found} if name in found else set(found)
        others = (f"{name}_{number}" for number in count(1))
        found.append(next(each for each in chain([name], others) if each not in taken))
    return found


def _field(value: Any, is_for_people: bool) -> Any:
    if value is None:
        return ""
    if is_for_people and isinstance(value, (str, list, dict)):
        return neutralise(str(value))
    return value
