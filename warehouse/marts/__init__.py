"""The marts: views from ``schema/mart.sql`` over core and over two tables that are kept up to date report by report."""

# ruff: noqa: S608 - table names are this package's own
from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache

from warehouse.connection import Connection
from warehouse.load.arrow import transaction
from warehouse.marts.figures import create_figures, figure_cells, write_figures
from warehouse.marts.measures import MEASURES_FILE, compile_terms
from warehouse.marts.rates import create_rates, write_parts
from warehouse.schema import SCHEMA_FOLDER, is_defined, set_defined

__all__ = ["build_marts", "create_marts", "definition_digest"]


def create_marts(connection: Connection) -> None:
    """Create or renew everything in schema ``mart``; a table whose definition changed is emptied, to be built again.

    Nothing is done where the definitions (schema, forms, measures) are those the marts were made from.
    """
    digest = definition_digest()
    if is_defined(connection, "mart", digest):
        return
    with transaction(connection):
        connection.execute("CREATE SCHEMA IF NOT EXISTS mart")
        create_figures(connection)
        create_rates(connection)
        connection.execute((SCHEMA_FOLDER / "mart.sql").read_text(encoding="utf-8"))
        set_defined(connection, "mart", digest)


@cache
def definition_digest() -> str:
    """Digest of all the marts are made from: SQL files, measures, and the columns the forms give."""
    parts = [*sorted(SCHEMA_FOLDER.glob("*.sql")), MEASURES_FILE]
    text = "".join(path.read_text(encoding="utf-8") for path in parts)
    columns = [(name, cell.key, cell.value_type) for name, cell in figure_cells().items()]
    return hashlib.sha256(f"{text}{columns}{compile_terms()}".encode()).hexdigest()[:24]


def build_marts(connection: Connection, run_id: str) -> int:
    """Bring the marts up to date; return how many reports were written anew.

    A report is written when it is current and a mart does not hold it as of the run that last wrote its cells, so that
    an interrupted build is mended by the next one. Everything else in the schema is a view and needs no building.
    """
    create_marts(connection)
    with transaction(connection):
        written = _renew(connection, "mart.report_figure", write_figures)
        _renew(connection, "mart.measure_part", write_parts)
    return written


def _renew(connection: Connection, table: str, write: Callable[[Connection], None]) -> int:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE stale AS SELECT report_id, edition, run_id FROM core.fact_report AS r "
        f"ANTI JOIN (SELECT DISTINCT report_id, run_id FROM {table}) AS m ON m.report_id = r.report_id "
        f"AND m.run_id = r.run_id WHERE is_current"
    )
    connection.execute(
        f"DELETE FROM {table} WHERE report_id IN (SELECT report_id FROM stale) "
        f"OR report_id NOT IN (SELECT report_id FROM core.fact_report WHERE is_current)"
    )
    write(connection)
    row = connection.execute("SELECT count(*) FROM stale").fetchone()
    connection.execute("DROP TABLE stale")
    assert row is not None
    return int(row[0])
