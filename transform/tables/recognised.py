"""Numbers from text recognition count only where an identity closes over them; the others go to a person.

A digit the model misreads with confidence looks like any other. Table 3 proves its rows (自然人+五类=总计), Table 4 its
blocks; Table 2 proves nothing, so its numbers stay readings (`ambiguous`, the number as candidate).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from transform.forms import Form, cell_key
from transform.forms.model import Table
from transform.grids import DocumentContent
from transform.models import Cell, CellStatus

RECOGNISED = "recognised_text"
"""The issue a reader attaches to content that comes from text recognition."""


def is_recognised(content: DocumentContent) -> bool:
    """Whether the content comes from text recognition."""
    return any(code == RECOGNISED for code, _ in content.issues)


def keep_proven(form: Form, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells, those without proof as readings without a value."""
    proven = {
        cell_key(table, row.code, column.code)
        for table in form.tables
        for row in table.rows
        if _is_proven(table, row.code, cells)
        for column in table.columns
    }
    return {key: cell if key in proven else _doubt(cell) for key, cell in cells.items()}


def _is_proven(table: Table, row: str, cells: Mapping[str, Cell]) -> bool:
    """Every part and the total of the row are numbers and the sum holds. Blanks are no numbers here."""
    rule = table.column_sum
    if rule is None:
        return False
    values = {code: _value(cells.get(cell_key(table, row, code))) for code in (rule.total, *rule.parts)}
    parts = [values[code] for code in rule.parts]
    return None not in parts and values[rule.total] == sum(part for part in parts if part is not None)


def _value(cell: Cell | None) -> Decimal | None:
    return cell.value if cell else None


def _doubt(cell: Cell) -> Cell:
    if cell.value is None:
        is_blank = cell.status in (CellStatus.BLANK, CellStatus.DASH)
        return replace(cell, status=CellStatus.UNREADABLE) if is_blank else cell
    return replace(cell, status=CellStatus.AMBIGUOUS, value=None, candidates=(cell.value,))
