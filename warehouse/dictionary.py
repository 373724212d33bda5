"""The data dictionary: ``dictionary.yaml`` gives SQL comments, the documentation page and the exports' labels."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extract.yaml_file import read_rules
from warehouse.connection import Connection, open_memory, quote
from warehouse.errors import WarehouseError
from warehouse.load.arrow import transaction
from warehouse.marts import create_marts, definition_digest
from warehouse.marts.figures import figure_cells, is_money
from warehouse.schema import create_schema, is_defined, set_defined

DICTIONARY_FILE = Path(__file__).with_name("dictionary.yaml")
SCHEMAS = ("mart", "core", "ops")
Wording = tuple[str, str] | tuple[str, str, str]
"""Chinese, English, and the unit where there is one."""


class DictionaryError(WarehouseError):
    """dictionary.yaml breaks its schema, or a table or column has no entry."""


class TableEntry(BaseModel):
    """What the file says of one table."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: tuple[str, str]
    grain: tuple[str, str]
    columns: dict[str, Wording]


class Dictionary(BaseModel):
    """The whole of dictionary.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    columns: dict[str, Wording]
    tables: dict[str, TableEntry]


@dataclass(frozen=True, slots=True)
class ColumnText:
    """One column: its type in DuckDB, what it means, and its unit."""

    name: str
    data_type: str
    zh: str
    en: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class TableText:
    """One table or view with its columns in order."""

    name: str
    is_view: bool
    entry: TableEntry
    columns: tuple[ColumnText, ...]


@cache
def load_dictionary() -> Dictionary:
    """Read dictionary.yaml. Raises DictionaryError in one line."""
    try:
        return read_rules(DICTIONARY_FILE, Dictionary)
    except (ValidationError, yaml.YAMLError) as error:
        raise DictionaryError(f"{DICTIONARY_FILE.name}: {' '.join(str(error).split())}") from error


@cache
def describe_tables() -> tuple[TableText, ...]:
    """Return every table of the schema with its words, marts first. Raises DictionaryError where one has none."""
    with open_memory() as connection:
        create_schema(connection)
        create_marts(connection)
        return tuple(_describe(connection))


def write_comments(connection: Connection) -> None:
    """Comment every table and column, Chinese first, once per set of definitions; tools such as DBeaver show it."""
    words = DICTIONARY_FILE.read_bytes() + definition_digest().encode()
    digest = hashlib.sha256(words).hexdigest()[:24]
    if is_defined(connection, "comment", digest):
        return
    statements = []
    for table in describe_tables():
        kind = "VIEW" if table.is_view else "TABLE"
        title = " / ".join(table.entry.title)
        statements.append(f"COMMENT ON {kind} {table.name} IS {quote(title)}")
        statements += (
            f"COMMENT ON COLUMN {table.name}.{column.name} IS {quote(_comment(column))}" for column in table.columns
        )
    with transaction(connection):  # eight hundred statements: each on its own would wait for the disk
        connection.execute("; ".join(statements))
        set_defined(connection, "comment", digest)


def render_dictionary() -> str:
    """Return docs/data-dictionary.md."""
    lines = [
        "# Data dictionary 数据字典",
        "",
        "Generated from `warehouse/dictionary.yaml` and the statutory forms by `make docs`; do not edit.",
        '`nianbao sql "describe mart.report"` shows the columns, their comments say the same as this page.',
        "",
    ]
    for table in describe_tables():
        lines += _render_table(table)
    return "\n".join(lines)


def _render_table(table: TableText) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.entry.title[0]} · {table.entry.title[1]}. {table.entry.grain[0]}；{table.entry.grain[1]}."
    yield ""
    yield "| column | type | 含义 | meaning | unit |"
    yield "|---|---|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.data_type} | {column.zh} | {column.en} | {column.unit or ''} |"
    yield ""


def _describe(connection: Connection) -> Iterator[TableText]:
    rows = connection.execute(
        "SELECT c.schema_name || '.' || c.table_name, v.view_name IS NOT NULL, "
        "list((c.column_name, c.data_type) ORDER BY c.column_index) "
        "FROM duckdb_columns() AS c "
        "LEFT JOIN duckdb_views() AS v ON v.schema_name = c.schema_name AND v.view_name = c.table_name "
        "WHERE list_contains($schemas, c.schema_name) GROUP BY c.schema_name, c.table_name, v.view_name "
        "ORDER BY list_position($schemas, c.schema_name), c.table_name",
        {"schemas": list(SCHEMAS)},
    ).fetchall()
    entries = load_dictionary().tables
    unknown = entries.keys() - {name for name, _, _ in rows}
    if unknown:
        raise DictionaryError(f"{DICTIONARY_FILE.name} names tables that do not exist: {', '.join(sorted(unknown))}")
    for name, is_view, columns in rows:
        if name not in entries:
            raise DictionaryError(f"{DICTIONARY_FILE.name}: no entry for {name}")
        texts = tuple(_column_text(name, column, data_type) for column, data_type in columns)
        yield TableText(name, is_view, entries[name], texts)


def _column_text(table: str, column: str, data_type: str) -> ColumnText:
    figure = figure_cells().get(column) if table in ("mart.report", "mart.report_figure") else None
    if figure is not None:
        english = f"{figure.table} {figure.row}, {figure.column}".replace("_", " ")
        label = (
            figure.row_label if figure.column_label == figure.row_label else f"{figure.row_label}·{figure.column_label}"
        )
        return ColumnText(column, data_type, label, english, "元" if is_money(figure) else figure.unit)
    file = load_dictionary()
    wording = file.tables[table].columns.get(column) or file.columns.get(column)
    if wording is None:
        raise DictionaryError(f"{DICTIONARY_FILE.name}: no entry for {table}.{column}")
    return ColumnText(column, data_type, wording[0], wording[1], wording[2] if len(wording) == 3 else None)


def _comment(column: ColumnText) -> str:
    unit = f" [{column.unit}]" if column.unit else ""
    return f"{column.zh} / {column.en}{unit}"
