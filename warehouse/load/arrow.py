"""Python rows as Arrow tables with a table's own columns: the fast way into DuckDB, and how shards travel."""

# ruff: noqa: S608 - table and column names are this room's own; values go through Arrow

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import pyarrow as pa

from warehouse.connection import Connection, open_memory
from warehouse.schema import create_schema

Row = Mapping[str, Any]


@cache
def table_schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table of this room's schema, ``core.fact_cell`` for instance."""
    with open_memory() as connection:
        create_schema(connection)
        schema: pa.Schema = connection.sql(f"FROM {table}").to_arrow_table().schema
    return pa.schema([pa.field(field.name, _plain(field.type)) for field in schema])


def build_table(table: str, rows: Sequence[Row]) -> pa.Table:
    """Return rows as an Arrow table; every row must have the table's columns."""
    return build_rows(table_schema(table), rows)


def build_rows(schema: pa.Schema, rows: Sequence[Row]) -> pa.Table:
    """Return rows as an Arrow table of a given schema; further keys of a row are left out."""
    return pa.table({field.name: pa.array([row[field.name] for row in rows], field.type) for field in schema})


@contextmanager
def offer(connection: Connection, **tables: pa.Table) -> Iterator[None]:
    """Make Arrow tables visible to SQL by name for the length of the block."""
    for name, table in tables.items():
        connection.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)


def replace_rows(connection: Connection, table: str, rows: Sequence[Row], keys: Sequence[str]) -> None:
    """Upsert by delete and insert; a row equal to the one there but for its ``run_id`` is left alone.

    Call it inside a transaction.
    """
    columns = ", ".join(keys)
    compared = "*" if "run_id" in keys else "* EXCLUDE (run_id)"
    match = " AND ".join(f"t.{key} IS NOT DISTINCT FROM c.{key}" for key in keys)
    with offer(connection, incoming=build_table(table, rows)):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE changed_key AS SELECT DISTINCT {columns} FROM "
            f"(SELECT {compared} FROM incoming EXCEPT SELECT {compared} FROM {table})"
        )
        connection.execute(f"DELETE FROM {table} AS t USING changed_key AS c WHERE {match}")
        connection.execute(f"INSERT INTO {table} BY NAME FROM incoming AS t SEMI JOIN changed_key AS c ON {match}")
        connection.execute("DROP TABLE changed_key")


def remove_others(connection: Connection, table: str, rows: Sequence[Row], keys: Sequence[str]) -> None:
    """Delete the rows whose key is none of ``rows``. Call it inside a transaction."""
    match = " AND ".join(f"t.{key} IS NOT DISTINCT FROM i.{key}" for key in keys)
    with offer(connection, incoming=build_table(table, rows)):
        connection.execute(f"DELETE FROM {table} AS t WHERE NOT EXISTS (FROM incoming AS i WHERE {match})")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Commit the block or roll all of it back."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _plain(kind: pa.DataType) -> pa.DataType:
    """JSON comes out as an Arrow extension type; rows carry it as text."""
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind
