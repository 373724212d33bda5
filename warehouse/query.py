"""SQL for people over the published warehouse: reads only, touches no file and no network, ends within limits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.connection import Connection, quote
from warehouse.errors import QueryRefused
from warehouse.hints import explain
from warehouse.store import AsOf, Store

_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may use: seconds, megabytes of memory, rows returned, threads."""

    seconds: float = 60
    memory_megabytes: int = 2048
    rows: int = 100_000
    threads: int = 2


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The rows of a query as an Arrow table. ``is_cut`` says that there were more than the limit."""

    table: pa.Table
    is_cut: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order; a name may occur twice."""
        return tuple(self.table.column_names)

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows as Python values; decimals stay decimals, times are Asia/Shanghai."""
        return (
            list(zip(*(column.to_pylist() for column in self.table.columns), strict=True))
            if self.table.num_columns
            else []
        )


class Stop:
    """Ends a query from another thread: ask, and ask again until it has ended."""

    def __init__(self) -> None:
        self.is_asked = False
        self._connection: Connection | None = None

    def ask(self) -> None:
        """Interrupt the query, or keep it from beginning; it then raises `QueryRefused`."""
        self.is_asked = True
        connection = self._connection
        if connection is not None:
            with suppress(duckdb.ConnectionException):  # it has ended meanwhile
                connection.interrupt()

    @contextmanager
    def watch(self, connection: Connection) -> Iterator[None]:
        """Let ``ask`` interrupt this connection for the length of the block."""
        self._connection = connection
        try:
            if self.is_asked:
                raise duckdb.InterruptException("stopped before it began")
            yield
        finally:
            self._connection = None


def run_query(
    store: Store,
    sql: str,
    *,
    limits: QueryLimits | None = None,
    as_of: AsOf | None = None,
    stop: Stop | None = None,
) -> QueryResult:
    """Run one reading statement on the publication in force (``as_of``: on that of a past day).

    ``stop`` lets another thread end it.

    Raises:
        QueryRefused: one line: the statement writes, reaches outside, runs over a limit, or is wrong; with the nearest
            table or column where a name is unknown.
        NothingPublished: there is no such publication.
    """
    limits = limits or QueryLimits()
    with store.open_published(as_of) as connection:
        _confine(connection, limits)
        statement = _choose_statement(connection, sql)
        stop, clock = stop or Stop(), _Clock(limits.seconds)
        try:
            with stop.watch(connection), clock.run(connection):
                return _fetch(connection, statement, limits.rows)
        except duckdb.InterruptException as error:
            if stop.is_asked:
                raise QueryRefused("stopped; next: ask again") from error
            if not clock.is_over:
                raise
            raise QueryRefused(f"stopped after {limits.seconds:g} s; next: narrow it, or raise the limit") from error
        except duckdb.OutOfMemoryException as error:
            raise QueryRefused(
                f"needs more than {limits.memory_megabytes} MB; next: aggregate earlier, or raise the limit"
            ) from error
        except duckdb.Error as error:
            raise QueryRefused(explain(connection, error)) from error


def _confine(connection: Connection, limits: QueryLimits) -> None:
    """Set the limits, shut the doors, and lock both."""
    connection.execute(f"SET memory_limit = {quote(f'{limits.memory_megabytes}MB')}")
    connection.execute(f"SET threads = {int(limits.threads)}")
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _choose_statement(connection: Connection, sql: str) -> Any:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryRefused(explain(connection, error)) from error
    if len(statements) != 1:
        raise QueryRefused(f"{len(statements)} statements given; next: give exactly one")
    statement = statements[0]
    if statement.type not in _READING:
        raise QueryRefused(
            f"{statement.type.name} is refused: the published warehouse is only read; next: begin with SELECT or FROM"
        )
    return statement


def _fetch(connection: Connection, statement: Any, rows: int) -> QueryResult:
    """Take batches until one row more than the limit is there: results stream, so the rest is never computed."""
    relation = connection.sql(statement)
    assert relation is not None, "a reading statement has a result"
    reader = relation.to_arrow_reader(min(rows + 1, 100_000))
    batches: list[pa.RecordBatch] = []
    taken = 0
    for batch in reader:
        batches.append(batch)
        taken += batch.num_rows
        if taken > rows:
            break
    table = pa.Table.from_batches(batches, schema=reader.schema)
    return QueryResult(table.slice(0, rows), is_cut=taken > rows)


@dataclass
class _Clock:
    seconds: float
    is_over: bool = False

    @contextmanager
    def run(self, connection: Connection) -> Iterator[None]:
        """Interrupt the connection's query when the time is over."""

        def stop() -> None:
            self.is_over = True
            connection.interrupt()

        timer = threading.Timer(self.seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
