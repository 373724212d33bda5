"""The summary's SQL, one file a question, and the one way to ask it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from warehouse.connection import Connection

Record = TypeVar("Record", bound=NamedTuple)


@cache
def _sql(name: str) -> str:
    return (files(__package__) / f"{name}.sql").read_text(encoding="utf-8")


def read_records(con: Connection, name: str, record: type[Record], **parameters: object) -> list[Record]:
    """Run ``queries/<name>.sql`` and give its rows as records; their fields are its columns, in that order."""
    result = con.execute(_sql(name), parameters or None)
    columns = tuple(column[0] for column in result.description or ())
    assert columns == record._fields, f"{name}.sql: {columns}"
    return list(map(record._make, result.fetchall()))
