"""How the form prints its tables: blocks by article, a matrix, a strip, or indicators; boxes without their figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from expectations.summary.names import Names
from expectations.summary.records import FormCell
from expectations.summary.wording import Language, Words
from transform.forms import cell_key
from transform.forms.model import Column, Row, Table

NUMERALS = "一二三四五六七八九"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
Line = tuple["Box", ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a table. ``kind`` is head (a column heading), group, row (a row label), unit or value.

    A value has the ``key`` of its cell and no text: the layout of a form is the same for all reports.
    """

    kind: str
    text: str
    colspan: int = 1
    rowspan: int = 1
    css: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a form's labels are, in one language. ``valued`` are the headings that a report prints as rows of values."""

    cells: Mapping[str, FormCell]
    words: Words
    names: Names
    valued: frozenset[str]

    def is_heading(self, table: Table, row: Row) -> bool:
        """Whether a row is but a heading over others."""
        return row.is_header and heading_key(table, row) not in self.valued

    def value(self, key: str, colspan: int = 1) -> Box:
        """The box of a cell."""
        return Box("value", "", colspan=colspan, key=key)

    def column_head(self, column: Column, key: str, colspan: int = 1, rowspan: int = 1) -> Box:
        """A column heading, by a cell under it."""
        label = self.cells[key].column_label if key in self.cells else column.label
        return Box("head", self.names.printed_column(column.code, label), colspan, rowspan)

    def row_label(self, row: Row, key: str) -> str:
        """The label of a row, by a cell in it."""
        label = self.cells[key].row_label if key in self.cells else row.label
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


def heading_key(table: Table, row: Row) -> str:
    """A row of the form by its table and code."""
    return f"{table.code}.{row.code}"


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


Lines = tuple[list[Line], list[Line]]


def lay_out_matrix(table: Table, labels: Labels) -> Lines:
    """Rows by columns, sub-rows under their headings (Table 3); a heading printed as a row of values is one."""
    return list(_matrix_header(table, labels)), [_row_line(table, row, labels) for row in table.rows]


def _row_line(table: Table, row: Row, labels: Labels, *beside: Box) -> Line:
    """A row's label, what stands ``beside`` it, and its values; or a heading over the rows below."""
    keys = [cell_key(table, row.code, column.code) for column in table.columns]
    if labels.is_heading(table, row):
        label = labels.numbered(row.number, labels.names.printed_group(row.code, row.label))
        return (Box("group", label, colspan=1 + len(beside) + len(keys), css=f"l{row.level}"),)
    return (labels.row_head(row, keys[0]), *beside, *(labels.value(key) for key in keys))


def _matrix_header(table: Table, labels: Labels) -> Iterator[Line]:
    owner = {code: group for group in table.column_groups for code in group.columns}
    first = next(row.code for row in table.rows if not row.is_header)
    depth = 2 if owner else 1
    top = [labels.corner(rowspan=depth)]
    under: list[Box] = []
    for group, run in groupby(table.columns, key=lambda column: owner.get(column.code)):
        columns = list(run)
        if group is None:
            top += [
                labels.column_head(column, cell_key(table, first, column.code), rowspan=depth) for column in columns
            ]
        else:
            top.append(Box("head", labels.names.printed_group(group.code, group.label), colspan=len(columns)))
            under += [labels.column_head(column, cell_key(table, first, column.code)) for column in columns]
    yield tuple(top)
    if under:
        yield tuple(under)


def lay_out_blocks(table: Table, labels: Labels) -> Lines:
    """One block an article, each with its own column headings (Table 2)."""
    widest = max(len(block.columns) for block in table.blocks)
    rows = {row.code: row for row in table.rows}
    body: list[Line] = []
    for block in table.blocks:
        spans = _spread(widest, len(block.columns))
        heads = [
            labels.column_head(column, cell_key(table, block.rows[0], column.code), colspan=span)
            for column, span in zip(block.columns, spans, strict=True)
        ]
        body.append((Box("group", labels.names.printed_group(block.code, block.label), colspan=widest + 1),))
        body.append((labels.corner(), *heads))
        for code in block.rows:
            keys = [cell_key(table, code, column.code) for column in block.columns]
            boxes = [labels.value(key, span) for key, span in zip(keys, spans, strict=True)]
            body.append((labels.row_head(rows[code], keys[0]), *boxes))
    return [], body


def lay_out_strip(table: Table, labels: Labels) -> Lines:
    """Groups side by side over one line of values (Table 4)."""
    owner = {code: heading for heading in table.row_headings for code in heading.rows}
    width = len(table.columns)
    top: list[Box] = []
    middle: list[Box] = []
    for heading, run in groupby(table.rows, key=lambda row: owner.get(row.code)):
        rows = list(run)
        texts = [labels.row_label(row, cell_key(table, row.code, table.columns[0].code)) for row in rows]
        if heading is None:
            top += [Box("head", text, colspan=width, rowspan=2 if owner else 1) for text in texts]
        else:
            label = labels.names.printed_group(heading.code, heading.label)
            top.append(Box("head", label, colspan=width * len(rows)))
            middle += [Box("head", text, colspan=width) for text in texts]
    places = [(column, cell_key(table, row.code, column.code)) for row in table.rows for column in table.columns]
    heads = tuple(labels.column_head(column, key) for column, key in places)
    values = tuple(labels.value(key) for _, key in places)
    return [tuple(top), *([tuple(middle)] if middle else []), heads], [values]


def lay_out_indicators(table: Table, labels: Labels) -> Lines:
    """One indicator a line with its unit (the forms of 2008 and 2014)."""
    first = next(row.code for row in table.rows if not row.is_header)
    columns = (labels.column_head(column, cell_key(table, first, column.code)) for column in table.columns)
    heads = (labels.corner(), Box("head", labels.words("unit")), *columns)
    return [heads], [_row_line(table, row, labels, Box("unit", row.unit or "")) for row in table.rows]


LAYOUTS: Mapping[str, Callable[[Table, Labels], Lines]] = {
    "matrix": lay_out_matrix,
    "blocks": lay_out_blocks,
    "strip": lay_out_strip,
    "indicators": lay_out_indicators,
}


def _spread(width: int, parts: int) -> list[int]:
    """``width`` split into ``parts`` spans as even as possible, the wider ones last."""
    base, extra = divmod(width, parts)
    return [base + (1 if index >= parts - extra else 0) for index in range(parts)]
