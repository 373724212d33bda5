"""Form cells and resolver tokens from printed cells: small steps that every table reading shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from transform.forms import FormCell
from transform.grids import GridCell
from transform.models import Cell, CellStatus
from transform.tables.headers import Header
from transform.tables.lines import ValueLine
from transform.tables.resolve import Token
from transform.words.labels import compact_text
from transform.words.numbers import NumberReading, read_number

LONGEST_RAW = 200


def drop_blank_twins(lines: Sequence[ValueLine]) -> list[ValueLine]:
    """Without lines that are all blank where the same row has numbers elsewhere (a row cut by a page break)."""
    numbered = {line.row for line in lines if any(cell.text for cell in line.values)}
    return [line for line in lines if line.row not in numbered or any(cell.text for cell in line.values)]


def money_unit(form_cell: FormCell, reading: NumberReading | None, header: Header | None) -> str | None:
    """The unit of a money cell: printed in the cell, else in the column's label, else none."""
    if form_cell.value_type != "decimal":
        return None
    printed = reading.unit if reading else None
    return printed or (header.unit(form_cell.column) if header else None)


def make_cell(key: str, reading: NumberReading, raw: str, at: str, unit: str | None) -> Cell:
    """A form cell from what its own printed cell says; several numbers in one cell stay several for now."""
    status = reading.status
    if status is CellStatus.AMBIGUOUS and not reading.candidates:
        status = CellStatus.UNREADABLE
    has_unit = status in {CellStatus.REPORTED, CellStatus.AMBIGUOUS}
    return Cell(key, status, reading.value, raw, unit if has_unit else None, reading.candidates, at)


def tokens_of(cell: GridCell, form_cells: Sequence[FormCell]) -> tuple[Token, ...]:
    """A value cell as tokens for the resolver: bare digits may hold several numbers, a number with sign or unit not.

    A doubtful cell is one token that is no number, whatever its text.
    """
    if cell.is_doubtful:
        return ("?",)
    compact = compact_text(cell.text)
    value_types = dict.fromkeys(form_cell.value_type for form_cell in form_cells)
    readings = [read_number(cell.text, value_type) for value_type in value_types]
    if any(reading.status in {CellStatus.BLANK, CellStatus.DASH} for reading in readings):
        return ("",)
    for reading in readings:
        if reading.value is not None and "." in compact and "decimal" not in value_types:  # 12.0 is a count, and whole
            return (reading.value,)
        if "".join(reading.tokens) == compact:
            return reading.tokens
    values = {reading.value for reading in readings if reading.value is not None}
    return tuple(values) if len(values) == 1 else (cell.text,)


def whole_values(token: Token) -> tuple[Decimal | None, ...]:
    """A token as one number, if it can be one."""
    if isinstance(token, Decimal):
        return (token,)
    is_number = token.isascii() and token.replace(".", "", 1).isdigit()  # isdigit() alone is true of ① and ²
    return (Decimal(token),) if is_number else ()


def in_order(tokens: Sequence[Token], place: int, slots: int) -> tuple[Decimal | None, ...]:
    """Every token that could stand at ``place`` if order is all that is left, and nothing (None) where cells lack."""
    lack = slots - len(tokens)
    first, last = (place - lack, place) if lack >= 0 else (place, place - lack)
    values = [value for token in tokens[max(first, 0) : last + 1] for value in whole_values(token)]
    return tuple(dict.fromkeys([*values, None] if lack > 0 else values))


def merge_readings(readings: Sequence[Mapping[str, Cell]]) -> dict[str, Cell]:
    """The cells of several printings of which nothing says which is meant.

    One that a whole printing lacks is in doubt: the other, which has it, may be another report's.
    """
    largest = max(map(len, readings), default=0)
    merged: dict[str, Cell] = {}
    for key in dict.fromkeys(key for reading in readings for key in reading):
        cells = [reading[key] for reading in readings if key in reading]
        is_sure = len(cells) > 1 or all(len(reading) * 2 <= largest for reading in readings if key not in reading)
        merged[key] = merge_cells(cells) if is_sure else _doubt(cells[0])
    return merged


def _doubt(cell: Cell) -> Cell:
    if cell.value is None:
        return cell
    return Cell(cell.key, CellStatus.AMBIGUOUS, None, cell.raw, cell.unit, (cell.value, None), cell.at)


def cell_content(cell: Cell) -> tuple[CellStatus, Decimal | None, tuple[Decimal | None, ...]]:
    """What makes two printings of a cell the same."""
    return (cell.status, cell.value, cell.candidates)


def merge_cells(cells: Sequence[Cell]) -> Cell:
    """One cell out of several printings: the same content once, else every reading as a candidate."""
    first = cells[0]
    if all(cell_content(cell) == cell_content(first) for cell in cells):
        return first
    readings = [reading for cell in cells for reading in (cell.candidates or (cell.value,))]
    ordered = sorted(dict.fromkeys(readings), key=lambda value: value is None)
    raw = " | ".join(dict.fromkeys(cell.raw or "" for cell in cells))[:LONGEST_RAW]
    return Cell(first.key, CellStatus.AMBIGUOUS, None, raw, first.unit, tuple(ordered), first.at)
