"""What text recognition read is kept where a sum proves it."""

from __future__ import annotations

from decimal import Decimal

from transform.forms import load_forms
from transform.models import Cell, CellStatus
from transform.tables.recognised import keep_proven

COLUMNS = (
    "natural_person", "commercial_enterprise", "research_institution", "social_welfare_org", "legal_service_org",
    "other_org", "total",
)  # fmt: skip


def row(code: str, *values: int | None) -> dict[str, Cell]:
    cells = {}
    for column, value in zip(COLUMNS, values, strict=True):
        key = f"t3.{code}.{column}"
        status = CellStatus.UNREADABLE if value is None else CellStatus.REPORTED
        cells[key] = Cell(key, status, None if value is None else Decimal(value))
    return cells


def test_a_row_that_adds_up_is_kept_and_one_that_does_not_is_a_reading() -> None:
    cells = (
        row("granted", 8, 1, 0, 0, 0, 0, 9)
        | row("partial", 8, 1, 0, 0, 0, 0, 6)
        | row("new_received", 8, None, 0, 0, 0, 0, 8)
    )
    kept = keep_proven(load_forms()["2021"], cells)
    assert kept["t3.granted.total"].value == 9
    assert kept["t3.partial.total"] == Cell("t3.partial.total", CellStatus.AMBIGUOUS, candidates=(Decimal(6),))
    assert kept["t3.new_received.total"].value is None


def test_table_2_proves_nothing_and_an_unseen_place_is_no_blank() -> None:
    number, blank = "t2.normative_docs.issued", "t2.normative_docs.repealed"
    cells = {number: Cell(number, CellStatus.REPORTED, Decimal(7)), blank: Cell(blank, CellStatus.BLANK)}
    kept = keep_proven(load_forms()["2021"], cells)
    assert (kept[number].value, kept[number].candidates) == (None, (Decimal(7),))
    assert kept[blank].status is CellStatus.UNREADABLE
