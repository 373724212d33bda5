"""The schema as SQL files, how a new database gets it, and how an older one is brought to it."""

from __future__ import annotations

from pathlib import Path

from warehouse.connection import Connection, open_memory
from warehouse.errors import StoreDamaged

SCHEMA_FOLDER = Path(__file__).parent
_FILES = ("core.sql", "ops.sql")
_COLUMNS = (
    "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() "
    "WHERE database_name = current_database() AND schema_name IN ('core', 'ops') ORDER BY table_oid, column_index"
)


def is_defined(connection: Connection, name: str, digest: str) -> bool:
    """Whether a part of the database was made from the definitions that have this digest."""
    sql = "SELECT 1 FROM ops.definition WHERE name = ? AND digest = ?"
    return connection.execute(sql, [name, digest]).fetchone() is not None


def set_defined(connection: Connection, name: str, digest: str) -> None:
    """Record which definitions a part of the database was made from."""
    connection.execute("DELETE FROM ops.definition WHERE name = ?", [name])
    connection.execute("INSERT INTO ops.definition VALUES (?, ?)", [name, digest])


def create_schema(connection: Connection) -> None:
    """Create every table of ``core`` and ``ops`` in an empty database."""
    for name in _FILES:
        connection.execute((SCHEMA_FOLDER / name).read_text(encoding="utf-8"))


def upgrade_schema(connection: Connection) -> list[str]:
    """Bring a database written by an older program to this schema; return the statements that were needed.

    Tables and columns are only ever added. A column whose type changed needs a rebuild.

    Raises:
        StoreDamaged: a column has another type than this program writes.
    """
    with open_memory() as fresh:
        create_schema(fresh)
        wanted = {tuple(row[:3]): row[3] for row in fresh.execute(_COLUMNS).fetchall()}
        tables = dict(fresh.execute("SELECT schema_name || '.' || table_name, sql FROM duckdb_tables()").fetchall())
    found = {tuple(row[:3]): row[3] for row in connection.execute(_COLUMNS).fetchall()}
    present = {f"{schema}.{table}" for schema, table, _ in found}
    statements = [sql for name, sql in tables.items() if name not in present]
    for (schema, table, column), kind in wanted.items():
        if f"{schema}.{table}" not in present:
            continue
        if (schema, table, column) not in found:
            statements.append(f"ALTER TABLE {schema}.{table} ADD COLUMN {column} {kind}")
        elif found[(schema, table, column)] != kind:
            raise StoreDamaged(
                f"{schema}.{table}.{column} is {found[(schema, table, column)]} in the warehouse and {kind} in this "
                "version; next: nianbao backfill --from-archive into a new home"
            )
    for statement in statements:
        connection.execute(statement)
    return statements
