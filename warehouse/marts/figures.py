"""``mart.report_figure``: one row per current report, one column per cell: what ``mart.report`` shows."""

# ruff: noqa: S608 - names and numbers come from the forms, not from a person
from __future__ import annotations

from functools import cache

from transform.forms import FormCell, load_forms
from warehouse.connection import Connection, quote

FIGURE_TABLES = ("t2", "t3", "t4", "g1")
YUAN_PER = {"元": 1, "万元": 10000}


def figure_column(cell: FormCell) -> str:
    """Return the column of ``mart.report_figure`` for a cell: ``t3_granted_total``; money ends in ``_yuan``."""
    name = cell.key.replace(".", "_")
    return f"{name}_yuan" if is_money(cell) else name


def is_money(cell: FormCell) -> bool:
    """Whether a cell holds an amount of money, whose unit (元, 万元) the page says."""
    return cell.value_type == "decimal"


@cache
def figure_cells() -> dict[str, FormCell]:
    """Return the cells that get a column, by column name: all of Tables 2 and 4, Table 3's totals, the 2014 table."""
    cells = {}
    for form in load_forms().values():
        for cell in (*form.cells, *form.optional_cells):
            if cell.table in FIGURE_TABLES and (cell.table != "t3" or cell.column == "total"):
                cells[figure_column(cell)] = cell
    return cells


def create_figures(connection: Connection) -> None:
    """Create the table, or empty it where the forms gained or lost cells."""
    figures = [f"{name} {_type(cell)}" for name, cell in figure_cells().items()]
    columns = ["report_id TEXT NOT NULL", *figures, "run_id TEXT NOT NULL"]
    found = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() "
        "AND schema_name = 'mart' AND table_name = 'report_figure' ORDER BY column_index"
    ).fetchall()
    if [name for (name,) in found] != [column.split()[0] for column in columns]:
        connection.execute(f"CREATE OR REPLACE TABLE mart.report_figure ({', '.join(columns)})")


def write_figures(connection: Connection) -> None:
    """Turn the cells of the reports in ``stale`` into one wide row each.

    Counts are whole numbers; money is in 元 (万元 times 10,000), and an amount without a unit is no amount.
    """
    numbered = list(enumerate(figure_cells().items()))
    places = ", ".join(f"({quote(cell.key)}, {number}, {is_money(cell)})" for number, (_, cell) in numbered)
    columns = ", ".join(f'w."{number}"::{_type(cell)} AS {name}' for number, (name, cell) in numbered)
    numbers = ", ".join(str(number) for number, _ in numbered)
    units = " ".join(f"WHEN {quote(unit)} THEN value * {factor}" for unit, factor in YUAN_PER.items())
    connection.execute(
        f"""
        INSERT INTO mart.report_figure BY NAME
        WITH figure (cell_key, place, is_money) AS (VALUES {places}),
        amount AS (
            SELECT report_id, place, CASE
                WHEN is_money THEN CASE unit {units} END
                WHEN value = trunc(value) THEN value
            END::DECIMAL(24, 6) AS amount
            FROM core.fact_cell JOIN figure USING (cell_key) SEMI JOIN stale USING (report_id)
            WHERE value IS NOT NULL
        ),
        wide AS (PIVOT amount ON place IN ({numbers}) USING max(amount) GROUP BY report_id)
        SELECT s.report_id, s.run_id, {columns}
        FROM stale AS s
        LEFT JOIN wide AS w USING (report_id)
        """
    )


def _type(cell: FormCell) -> str:
    return "DECIMAL(24,6)" if is_money(cell) else "BIGINT"
