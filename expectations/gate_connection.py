"""The seam between Great Expectations and DuckDB: a DBAPI connection whose cursors hold all their rows.

Great Expectations closes a cursor before it fetches from it, which with DuckDB's own cursors ends in `IndexError: list
index out of range`. A cursor that fetches everything in `execute` has nothing to lose. It works on the caller's
handle: temporary tables are seen, no second handle is opened, transactions are the caller's.

Texts are handed over as HTML says them: Great Expectations sets values into its pages as they are, and organs are named
by pages of strangers (`plain_text` undoes it).

It only reads, and nothing else writes meanwhile, so each statement is run once: Great Expectations asks for the columns
of a table once an expectation, and has a query's rows counted that it reads as well.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from warehouse.connection import Connection

_TRANSACTION_WORDS = frozenset({"BEGIN", "COMMIT", "ROLLBACK"})
_ROW_COUNT = re.compile(r"\s*SELECT COUNT\(\*\) as unexpected_row_count FROM \((.*)\) AS \w+\s*", re.DOTALL)
"""The number of rows of a query whose rows Great Expectations reads as well: both are answered by running it once."""
_WHOLE_QUERY = re.compile(r"\s*SELECT \* FROM \w+\s*")
"""A query asset as such: Great Expectations runs it to learn its columns and reads no row of it.
To fetch them all the same took five minutes of a night over 100,000 reports."""


class BufferedCursor:
    """A DBAPI cursor that reads every row as soon as it executes."""

    arraysize = 1
    rowcount = -1

    def __init__(self, connection: BufferedConnection) -> None:
        self._rows: list[Any] = []
        self.connection = connection
        self.description: Any = None

    def execute(self, statement: str, parameters: Sequence[Any] | None = None) -> None:
        """Run one statement and keep its rows."""
        if statement.strip().rstrip(";").upper() in _TRANSACTION_WORDS:
            return
        if counted := _ROW_COUNT.fullmatch(statement):
            self.description = [("unexpected_row_count", "BIGINT", None, None, None, None, None)]
            self._rows = [(len(self.connection.read(counted[1])[1]),)]
        else:
            self.description, rows = self.connection.read(statement, tuple(parameters or ()))
            self._rows = list(rows)

    def fetchone(self) -> Any:
        """The next row or None."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next ``size`` rows."""
        taken, self._rows = self._rows[: size or 1], self._rows[size or 1 :]
        return taken

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        taken, self._rows = self._rows, []
        return taken

    def close(self) -> None:
        """Nothing to release: the rows are ours."""


class BufferedConnection:
    """A DBAPI connection over the caller's handle; it neither commits nor closes it."""

    closed = False

    def __init__(self, handle: Connection) -> None:
        self._handle = handle
        self._read: dict[tuple[str, tuple[Any, ...]], tuple[Any, list[Any]]] = {}
        self.notices: list[str] = []

    def read(self, statement: str, parameters: tuple[Any, ...] = ()) -> tuple[Any, list[Any]]:
        """Columns and rows of ``statement``, which is run the first time only: nothing changes while the gate looks."""
        if _WHOLE_QUERY.fullmatch(statement):
            statement += " LIMIT 0"
        if (statement, parameters) not in self._read:
            result = self._handle.execute(statement, list(parameters) or None)
            rows = result.fetchall() if result.description else []
            self._read[statement, parameters] = (result.description, [tuple(map(_for_pages, row)) for row in rows])
        return self._read[statement, parameters]

    def cursor(self) -> BufferedCursor:
        """A new buffered cursor on the same handle."""
        return BufferedCursor(self)

    def begin(self) -> None:
        """The caller's transaction."""

    def commit(self) -> None:
        """The caller's transaction."""

    def rollback(self) -> None:
        """The caller's transaction."""

    def close(self) -> None:
        """The caller's handle stays open."""


def plain_text(value: Any) -> Any:
    """Return a value that Great Expectations was given as the database has it."""
    return html.unescape(value) if isinstance(value, str) else value


def _for_pages(value: Any) -> Any:
    return html.escape(value) if isinstance(value, str) else value
