"""What changed between two publications, for a person at a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.table import Table

from flows.cli.terminal import Terminal
from flows.report_json import plain_number

if TYPE_CHECKING:
    from warehouse.diff import PublicationDiff


def show_diff(diff: PublicationDiff, console: Terminal) -> None:
    """Print each report that came, went or changed, and its cells before and after."""
    console.print(f"{diff.before.publication_id} → {diff.after.publication_id}")
    if not diff.reports:
        console.print("no report changed")
    for report in diff.reports:
        console.print(f"{report.kind}: {report.organ_name} {report.year}")
    if diff.cells:
        table = Table("organ", "year", "cell", "before", "after", box=None, pad_edge=False)
        for cell in diff.cells:
            before, after = _side(cell.old_value, cell.old_status), _side(cell.new_value, cell.new_status)
            table.add_row(cell.organ_name, str(cell.year), cell.cell_key, before, after)
        console.print(table)


def _side(value: Decimal | None, status: str | None) -> str:
    number = plain_number(value)
    return f"{number:f}" if isinstance(number, Decimal) else str(status if number is None else number)
