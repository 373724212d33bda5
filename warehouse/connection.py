"""How databases are opened, and the connection type other rooms receive: `duckdb` is imported in this room only."""

from __future__ import annotations

from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

__all__ = ["Connection", "open_memory", "open_readable", "open_writable", "quote"]

STORAGE_VERSION = "v1.5.0"
"""Files are written so that DuckDB 1.5 tools (DBeaver, the command line) still open them."""
CHECKPOINT_THRESHOLD = "256MB"
"""At DuckDB's own 16 MB the tables were merged into the file again and again while a run wrote. A night writes less
than this and merges once, when it publishes; a backfill does not keep all it wrote in memory till then."""
CATALOG = "nianbao"
TIME_ZONE = "Asia/Shanghai"


def open_writable(path: Path) -> Connection:
    """Open or create a database for the one writer."""
    connection = duckdb.connect(
        str(path),
        config={"storage_compatibility_version": STORAGE_VERSION, "checkpoint_threshold": CHECKPOINT_THRESHOLD},
    )
    return _set_up(connection)


def open_readable(path: Path) -> Connection:
    """Open a published file read-only, under the catalogue name ``nianbao`` whatever the file is called.

    The file is attached to an instance of its own: DuckDB gives a second ``connect`` to one path the instance of the
    first, settings included, so that the limits of one query would bind every other reader in the process.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    connection = open_memory()
    try:
        connection.execute(f"ATTACH {quote(str(path))} AS {CATALOG} (READ_ONLY)")
        connection.execute(f"USE {CATALOG}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_memory() -> Connection:
    """Open an empty database in memory."""
    return _set_up(duckdb.connect(":memory:"))


def quote(text: str) -> str:
    """Return ``text`` as an SQL string, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _set_up(connection: Connection) -> Connection:
    """Dates are Chinese; Python variables of the caller are not tables."""
    connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET enable_progress_bar = false")
    return connection
