"""What the tables of an export hold: each view counted once, and digests that tell whether rows are others."""

# ruff: noqa: S608 - table and column names come from the schema
from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from warehouse.connection import TIME_ZONE, Connection
from warehouse.dictionary import TableText, describe_tables
from warehouse.export.resources import CSV_TABLES, WORKBOOK_SHEETS

COUNTED = "export_counted"
"""The database in memory that holds what views gave."""
ALL_YEARS = "all"
"""The digest of a table that is one file."""


class Contents:
    """The tables that a connection shows. Views that more than one file is made of are counted once, and kept."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._counted: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        connection.execute(f"ATTACH ':memory:' AS {COUNTED}")

    def source(self, table: TableText) -> str:
        """Where to read a table: itself, or what a view gave when it was first asked."""
        if not table.is_view or table.name not in {*CSV_TABLES, *WORKBOOK_SHEETS.values()}:
            return table.name
        if table.name not in self._counted:
            source = f"{COUNTED}.main.{table.name.replace('.', '_')}"
            self.connection.execute(f"CREATE TABLE {source} AS FROM {table.name}")
            self._counted[table.name] = source
        return self._counted[table.name]

    def beside(self) -> Connection:
        """A connection to the same tables for another thread."""
        connection = self.connection.cursor()
        connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
        return connection

    def digest(self, table: TableText) -> str:
        """A digest of all rows."""
        if table.name not in self._digests:
            self._digests[table.name] = self.digests(f"FROM {self.source(table)}")[ALL_YEARS]
        return self._digests[table.name]

    def digests(self, select: str, by: str | None = None) -> Mapping[object, str]:
        """Digests of the rows of a query, by the values of a column.

        Sums of hashes: the order of rows is no part of them, and a row more or less, or another value, is.
        """
        columns = self.connection.execute(f"DESCRIBE {select}").fetchall()
        hashed = ", ".join(_hashed(name, data_type) for name, data_type, *_ in columns)
        shape = ", ".join(f"{name} {data_type}" for name, data_type, *_ in columns)
        group = f'"{by}"' if by else f"'{ALL_YEARS}'"
        rows = self.connection.execute(
            f"SELECT {group} AS part, count(*), sum(hash({hashed})) FROM ({select}) GROUP BY part ORDER BY part"
        ).fetchall()
        found = {part: f"{count} {total} {shape}" for part, count, total in rows}
        return found if by else {ALL_YEARS: found.get(ALL_YEARS, f"0 {shape}")}

    def close(self) -> None:
        """Forget what was counted."""
        self.connection.execute(f"DETACH {COUNTED}")


@contextmanager
def open_contents(connection: Connection) -> Iterator[Contents]:
    """The tables a connection shows, and nothing left behind in it."""
    contents = Contents(connection)
    try:
        yield contents
    finally:
        contents.close()


def table_named(name: str) -> TableText:
    """A table of the schema."""
    return next(table for table in describe_tables() if table.name == name)


def _hashed(name: str, data_type: str) -> str:
    """A number with a floating point by its text: 0.0 and -0.0 are equal, and are not written alike."""
    return f'"{name}"::TEXT' if data_type in ("DOUBLE", "FLOAT") else f'"{name}"'
