"""A report's statutory tables laid out as the form prints them: blocks by article, a matrix, a strip, or indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from expectations.summary.names import Names, show_number
from expectations.summary.records import Cell, FormCell
from expectations.summary.wording import Language, Words
from transform.forms import Form, cell_key
from transform.forms.model import Column, Row, Table

NUMERALS = "一二三四五六七八九"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
PRINTED = frozenset({"dash", "unreadable"})
Line = tuple["Box", ...]


@dataclass(frozen=True, slots=True)
class CellMarks:
    """What is known against cells: the failed identities they stand in, suspects, and places that a card leads to."""

    failures: Mapping[str, Sequence[int]]
    suspects: frozenset[str]
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a printed table. ``kind`` is head (a column heading), group, row (a row label) or value."""

    kind: str
    text: str
    colspan: int = 1
    rowspan: int = 1
    css: str = ""
    title: str = ""
    anchor: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table ready to print: header lines and body lines of boxes."""

    code: str
    layout: str
    name: str
    header: tuple[Line, ...]
    body: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report's cells with what is needed to print them."""

    year: int
    cells: Mapping[str, Cell]
    labels: Mapping[str, FormCell]
    marks: CellMarks
    words: Words
    names: Names

    def box(self, key: str, colspan: int = 1) -> Box:
        """The value box of one cell: its text as printed, its state as a class, address and raw text as its title."""
        cell = self.cells.get(key)
        marks = tuple(self.marks.failures.get(key, ()))
        states = [f"c-{cell.status if cell else 'missing'}"]
        states += ["c-zero"] if cell and cell.value == 0 else []
        states += ["c-fail"] if marks else []
        states += ["c-suspect"] if key in self.marks.suspects else []
        return Box(
            kind="value",
            text=shown_text(cell, self.words),
            colspan=colspan,
            css=" ".join(states),
            title=cell_title(cell, self.words),
            anchor=anchor if (anchor := anchor_of(self.year, key)) in self.marks.anchors else "",
            marks=marks,
        )

    def is_printed(self, keys: Sequence[str]) -> bool:
        """Whether the page has any of these cells."""
        return any(key in self.cells and self.cells[key].status != "missing" for key in keys)

    def column_head(self, column: Column, key: str, colspan: int = 1, rowspan: int = 1) -> Box:
        """A column heading, by a cell under it."""
        label = self.labels[key].column_label if key in self.labels else column.label
        return Box("head", self.names.printed_column(column.code, label), colspan, rowspan)

    def row_label(self, row: Row, key: str) -> str:
        """The label of a row, by a cell in it."""
        label = self.labels[key].row_label if key in self.labels else row.label
        return self.names.printed_row(row.code, label)

    def row_head(self, row: Row, key: str) -> Box:
        """A row label with its printed number, indented by its level."""
        return Box("row", self.numbered(row.number, self.row_label(row, key)), css=f"l{row.level}")

    def numbered(self, number: str | None, label: str) -> str:
        """A label behind its number, as this page's language writes it."""
        return numbered(number, label, self.words.language)

    def corner(self, rowspan: int = 1) -> Box:
        """The heading over the row labels."""
        return Box("head", self.words("col_item"), rowspan=rowspan, css="corner")


def anchor_of(year: int, key: str) -> str:
    """The place of a cell in its organ's page."""
    return f"c{year}-{key.replace('.', '-')}"


def numbered(number: str | None, label: str, language: Language) -> str:
    """A label behind its number as the form prints it (一、, （一）, 1.); in English I., (1), 1."""
    if not number:
        return label
    plain = number.strip("()（）.、")
    place = NUMERALS.find(plain)
    if language == "en":
        is_inner = number != plain
        return f"{f'({place + 1})' if is_inner else f'{ROMAN[place]}.'} {label}" if place >= 0 else f"{number} {label}"
    if number.startswith(("(", "（")):
        return f"（{plain}）{label}"
    return f"{number}{label}" if number.endswith(".") else f"{number}、{label}"


def shown_text(cell: Cell | None, words: Words) -> str:
    """What stands in the box: the figure, the printed sign, every reading of an ambiguous cell, or nothing."""
    if cell is None or cell.status in {"missing", "blank"}:
        return ""
    if cell.status == "ambiguous":
        return shown_readings(cell.candidates or (), words)
    if cell.status in PRINTED:
        return (cell.raw_text or "—").strip()
    return show_number(cell.value)


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


def print_tables(form: Form, sheet: Sheet) -> list[PrintedTable]:
    """The tables of the edition in printed order, then cells that the edition's form does not have."""
    numbers = {section.code: section.number for section in form.sections}
    tables = []
    for table in form.tables:
        header, body = LAYOUTS[table.layout](table, sheet)
        title = numbered(numbers.get(table.section), table.title, "zh")
        name = sheet.names.printed_table(table.code, title)
        tables.append(PrintedTable(table.code, table.layout, name, tuple(header), tuple(body)))
    foreign = [key for key in sheet.cells if key not in form.by_key and sheet.is_printed([key])]
    if foreign:
        lines = tuple((Box("row", sheet.names.cell(key)), sheet.box(key)) for key in foreign)
        tables.append(PrintedTable("other", "indicators", sheet.words("foreign_cells"), (), lines))
    return tables


Lines = tuple[list[Line], list[Line]]


def lay_out_matrix(table: Table, sheet: Sheet) -> Lines:
    """Rows by columns, sub-rows under their headings (Table 3); a heading printed as a row of values is one."""
    body: list[Line] = []
    for row in table.rows:
        keys = [cell_key(table, row.code, column.code) for column in table.columns]
        if row.is_header and not (row.can_hold_values and sheet.is_printed(keys)):
            label = sheet.numbered(row.number, sheet.names.printed_group(row.code, row.label))
            body.append((Box("group", label, colspan=len(keys) + 1, css=f"l{row.level}"),))
        else:
            body.append((sheet.row_head(row, keys[0]), *(sheet.box(key) for key in keys)))
    return list(_matrix_header(table, sheet)), body


def _matrix_header(table: Table, sheet: Sheet) -> Iterator[Line]:
    owner = {code: group for group in table.column_groups for code in group.columns}
    first = next(row.code for row in table.rows if not row.is_header)
    depth = 2 if owner else 1
    top = [sheet.corner(rowspan=depth)]
    under: list[Box] = []
    for group, run in groupby(table.columns, key=lambda column: owner.get(column.code)):
        columns = list(run)
        if group is None:
            top += [sheet.column_head(column, cell_key(table, first, column.code), rowspan=depth) for column in columns]
        else:
            top.append(Box("head", sheet.names.printed_group(group.code, group.label), colspan=len(columns)))
            under += [sheet.column_head(column, cell_key(table, first, column.code)) for column in columns]
    yield tuple(top)
    if under:
        yield tuple(under)


def lay_out_blocks(table: Table, sheet: Sheet) -> Lines:
    """One block an article, each with its own column headings (Table 2)."""
    widest = max(len(block.columns) for block in table.blocks)
    rows = {row.code: row for row in table.rows}
    body: list[Line] = []
    for block in table.blocks:
        spans = _spread(widest, len(block.columns))
        heads = [
            sheet.column_head(column, cell_key(table, block.rows[0], column.code), colspan=span)
            for column, span in zip(block.columns, spans, strict=True)
        ]
        body.append((Box("group", sheet.names.printed_group(block.code, block.label), colspan=widest + 1),))
        body.append((sheet.corner(), *heads))
        for code in block.rows:
            keys = [cell_key(table, code, column.code) for column in block.columns]
            boxes = [sheet.box(key, span) for key, span in zip(keys, spans, strict=True)]
            body.append((sheet.row_head(rows[code], keys[0]), *boxes))
    return [], body


def lay_out_strip(table: Table, sheet: Sheet) -> Lines:
    """Groups side by side over one line of values (Table 4)."""
    owner = {code: heading for heading in table.row_headings for code in heading.rows}
    width = len(table.columns)
    top: list[Box] = []
    middle: list[Box] = []
    for heading, run in groupby(table.rows, key=lambda row: owner.get(row.code)):
        rows = list(run)
        labels = [sheet.row_label(row, cell_key(table, row.code, table.columns[0].code)) for row in rows]
        if heading is None:
            top += [Box("head", text, colspan=width, rowspan=2 if owner else 1) for text in labels]
        else:
            label = sheet.names.printed_group(heading.code, heading.label)
            top.append(Box("head", label, colspan=width * len(rows)))
            middle += [Box("head", text, colspan=width) for text in labels]
    places = [(column, cell_key(table, row.code, column.code)) for row in table.rows for column in table.columns]
    heads = tuple(sheet.column_head(column, key) for column, key in places)
    values = tuple(sheet.box(key) for _, key in places)
    return [tuple(top), *([tuple(middle)] if middle else []), heads], [values]


def lay_out_indicators(table: Table, sheet: Sheet) -> Lines:
    """One indicator a line with its unit (the forms of 2008 and 2014)."""
    first = next(row.code for row in table.rows if not row.is_header)
    columns = (sheet.column_head(column, cell_key(table, first, column.code)) for column in table.columns)
    heads = (sheet.corner(), Box("head", sheet.words("unit")), *columns)
    body: list[Line] = []
    for row in table.rows:
        keys = [cell_key(table, row.code, column.code) for column in table.columns]
        if row.is_header and not sheet.is_printed(keys):
            label = sheet.numbered(row.number, sheet.names.printed_group(row.code, row.label))
            body.append((Box("group", label, colspan=len(keys) + 2, css=f"l{row.level}"),))
        else:
            body.append((sheet.row_head(row, keys[0]), Box("unit", row.unit or ""), *(sheet.box(key) for key in keys)))
    return [heads], body


LAYOUTS: Mapping[str, Callable[[Table, Sheet], Lines]] = {
    "matrix": lay_out_matrix,
    "blocks": lay_out_blocks,
    "strip": lay_out_strip,
    "indicators": lay_out_indicators,
}


def _spread(width: int, parts: int) -> list[int]:
    """``width`` split into ``parts`` spans as even as possible, the wider ones last."""
    base, extra = divmod(width, parts)
    return [base + (1 if index >= parts - extra else 0) for index in range(parts)]
