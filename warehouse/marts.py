"""The marts: views from ``schema/mart.sql`` and the one wide table they stand on, kept up to date report by report."""

# ruff: noqa: S608 - names and numbers come from the forms, not from a person
from __future__ import annotations

from pathlib import Path

from transform.forms import FormCell, load_forms
from warehouse.connection import Connection, quote
from warehouse.load.arrow import transaction

_MART_SQL = Path(__file__).parent / "schema" / "mart.sql"
FIGURE_TABLES = ("t2", "t3", "t4", "g1")
YUAN_PER = {"元": 1, "万元": 10000}


def figure_column(cell: FormCell) -> str:
    """Return the column of ``mart.report_figure`` for a cell: ``t3_granted_total``; money ends in ``_yuan``."""
    name = cell.key.replace(".", "_")
    return f"{name}_yuan" if is_money(cell) else name


def is_money(cell: FormCell) -> bool:
    """Whether a cell holds an amount of money, whose unit (元, 万元) the page says."""
    return cell.value_type == "decimal"


def figure_cells() -> dict[str, FormCell]:
    """Return the cells that get a column, by column name: all of Tables 2 and 4, Table 3's totals, the 2014 table."""
    cells = {}
    for form in load_forms().values():
        for cell in (*form.cells, *form.optional_cells):
            if cell.table in FIGURE_TABLES and (cell.table != "t3" or cell.column == "total"):
                cells[figure_column(cell)] = cell
    return cells


def create_marts(connection: Connection) -> None:
    """Create or renew everything in schema ``mart``; a table whose columns changed is emptied, to be built again."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS mart")
    columns = [
        "report_id TEXT NOT NULL",
        *(f"{name} {_type(cell)}" for name, cell in figure_cells().items()),
        "run_id TEXT NOT NULL",
    ]
    found = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() "
        "AND schema_name = 'mart' AND table_name = 'report_figure' ORDER BY column_index"
    ).fetchall()
    if [name for (name,) in found] != [column.split()[0] for column in columns]:
        connection.execute(f"CREATE OR REPLACE TABLE mart.report_figure ({', '.join(columns)})")
    connection.execute(_MART_SQL.read_text(encoding="utf-8"))


def build_marts(connection: Connection, run_id: str) -> int:
    """Bring the marts up to date; return how many reports were written anew.

    A report is written when it is current and the mart does not hold it as of the run that last wrote its cells, so
    that an interrupted build is mended by the next one.
    """
    create_marts(connection)
    with transaction(connection):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE stale AS SELECT report_id, run_id FROM core.fact_report WHERE is_current "
            "EXCEPT SELECT report_id, run_id FROM mart.report_figure"
        )
        connection.execute(
            "DELETE FROM mart.report_figure WHERE report_id IN (SELECT report_id FROM stale) "
            "OR report_id NOT IN (SELECT report_id FROM core.fact_report WHERE is_current)"
        )
        connection.execute(_figure_insert())
        row = connection.execute("SELECT count(*) FROM stale").fetchone()
        connection.execute("DROP TABLE stale")
    assert row is not None
    return int(row[0])


def _type(cell: FormCell) -> str:
    return "DECIMAL(24,6)" if is_money(cell) else "BIGINT"


def _figure_insert() -> str:
    """The statement that turns the cells of stale reports into one wide row each."""
    numbered = list(enumerate(figure_cells().items()))
    places = ", ".join(f"({quote(cell.key)}, {number}, {is_money(cell)})" for number, (_, cell) in numbered)
    columns = ", ".join(f'w."{number}"::{_type(cell)} AS {name}' for number, (name, cell) in numbered)
    numbers = ", ".join(str(number) for number, _ in numbered)
    return f"""
        INSERT INTO mart.report_figure BY NAME
        WITH figure (cell_key, place, is_money) AS (VALUES {places}),
        amount AS (
            SELECT report_id, place, {_AMOUNT} AS amount
            FROM core.fact_cell JOIN figure USING (cell_key) SEMI JOIN stale USING (report_id)
            WHERE value IS NOT NULL
        ),
        wide AS (PIVOT amount ON place IN ({numbers}) USING max(amount) GROUP BY report_id)
        SELECT s.report_id, s.run_id, {columns}
        FROM stale AS s
        LEFT JOIN wide AS w USING (report_id)
    """


_UNITS = " ".join(f"WHEN {quote(unit)} THEN value * {factor}" for unit, factor in YUAN_PER.items())
_AMOUNT = f"CASE WHEN is_money THEN CASE unit {_UNITS} END WHEN value = trunc(value) THEN value END::DECIMAL(24, 6)"
"""Counts as whole numbers, money in 元; an amount without a unit is no amount."""
