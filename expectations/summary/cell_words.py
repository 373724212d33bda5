"""What stands in the box of one cell, what it says when pointed at, and its place in the page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from expectations.summary.names import show_number
from expectations.summary.records import Cell
from expectations.summary.wording import Words

PRINTED = frozenset({"dash", "unreadable"})


def anchor_of(year: int, key: str) -> str:
    """The place of a cell in its organ's page."""
    return f"c{year}-{key.replace('.', '-')}"


def shown_text(cell: Cell | None, words: Words) -> str:
    """What stands in the box: the figure, the printed sign, every reading of an ambiguous cell, or nothing."""
    if cell is None or cell.status in {"missing", "blank"}:
        return ""
    if cell.status == "ambiguous":
        return shown_readings(cell.candidates or (), words)
    if cell.status in PRINTED:
        return (cell.raw_text or "—").strip()
    return show_number(number_of(cell))


def shown_readings(candidates: Sequence[Decimal | None], words: Words) -> str:
    """Every reading of an ambiguous cell: 1 或 12 或 空."""
    readings = [words("blank_candidate") if value is None else show_number(value) for value in candidates]
    return f" {words('mark_ambiguous')} ".join(readings) or "?"


def cell_title(cell: Cell | None, words: Words) -> str:
    """Where the cell lies and what the page prints there, for a tooltip."""
    if cell is None or cell.status == "missing":
        return words("cell_status_missing")
    raw = " ".join((cell.raw_text or "").split())
    text = words("cell_title", address=cell.address or words("no_address"), raw=raw or words("empty_raw"))
    return text if cell.status == "reported" else f"{words(f'cell_status_{cell.status}')} · {text}"


def number_of(cell: Cell) -> Decimal | None:
    """The value of a cell."""
    return None if cell.value is None else Decimal(cell.value)


def is_on_page(cell: Cell | None) -> bool:
    """Whether the page has this cell at all."""
    return cell is not None and cell.status != "missing"
