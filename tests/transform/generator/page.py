"""A page as a small tree (tables of rows of cells) and its HTML. Labels come from the form; nothing is parsed."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from transform.forms import Form, cell_key, load_forms
from transform.forms.model import Row, Table

Values = Mapping[str, Decimal | None]


@dataclass
class C:
    """A cell: a label or, with ``key``, a value. ``markup`` replaces the escaped text."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    key: str | None = None
    tag: str = "td"
    markup: str | None = None


Rows = list[list[C]]


@dataclass
class T:
    """A table, with what stands right above it. ``code`` is t2, t3, t4 or other."""

    code: str
    rows: Rows
    above: list[str] = field(default_factory=list)
    caption: str | None = None

    def cells(self) -> Iterator[C]:
        """Every cell."""
        return (cell for row in self.rows for cell in row)

    def values(self) -> Iterator[C]:
        """Every value cell."""
        return (cell for cell in self.cells() if cell.key)


@dataclass
class Page:
    """A report. ``wrap_*`` functions write cell contents; ``encode`` makes the bytes."""

    form: Form
    year: int
    organ: str
    tables: list[T]
    truth: dict[str, Decimal | None]
    head: str = '<meta charset="utf-8">'
    tail: list[str] = field(default_factory=list)
    wrap_value: Callable[[str], str] = html.escape
    wrap_label: Callable[[str], str] = html.escape
    finish: list[Callable[[str], str]] = field(default_factory=list)
    encode: Callable[[str], bytes] = lambda text: text.encode("utf-8")

    @property
    def title(self) -> str:
        """The printed title."""
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"

    def table(self, code: str) -> T:
        """The first table of that code."""
        return next(table for table in self.tables if table.code == code)

    def value_cells(self) -> list[C]:
        """Every value cell of the page's own tables."""
        return [cell for table in self.tables for cell in table.values()]

    def write(self) -> bytes:
        """The page as bytes."""
        return self.encode(self.text())

    def text(self) -> str:
        """The page with its last twists."""
        text = self.html()
        for step in self.finish:
            text = step(text)
        return text

    def html(self) -> str:
        """The page before its last twists."""
        lines = [f"<!DOCTYPE html><html><head>{self.head}<title>{self.title}</title></head><body><div class='con'>"]
        lines += [
            f"<h1>{self.title}</h1>",
            f"<p>本报告所列数据的统计期限为{self.year}年1月1日至{self.year}年12月31日。</p>",
        ]
        lines.append("<p>一、总体情况</p><p>本机关依法做好各项公开工作。</p>")
        for table in self.tables:
            lines += [f"<p>{html.escape(text)}</p>" for text in table.above]
            lines.append(self.table_html(table))
        lines.append("<p>五、存在的主要问题及改进情况</p><p>仍需改进。</p><p>六、其他需要报告的事项</p><p>无。</p>")
        lines += self.tail
        return "\n".join([*lines, "</div></body></html>"])

    def table_html(self, table: T) -> str:
        """One table."""
        caption = f"<caption>{html.escape(table.caption)}</caption>" if table.caption else ""
        rows = "".join(f"<tr>{''.join(map(self.cell_html, row))}</tr>\n" for row in table.rows)
        return f"<table border=1>{caption}<tbody>{rows}</tbody></table>"

    def cell_html(self, cell: C) -> str:
        """One cell."""
        wrap = self.wrap_value if cell.key else self.wrap_label
        spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
            f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        )
        inner = cell.markup if cell.markup is not None else wrap(cell.text)
        return f"<{cell.tag}{spans}>{inner}</{cell.tag}>"


def label_of(row: Row) -> str:
    """A row's label with its printed number."""
    number = row.number or ""
    return f"{number}{'、' if number in '一二三四' and number else ''}{row.label}"


def make_page(edition: str, values: Values, *, year: int | None = None, organ: str = "示例县人民政府") -> Page:
    """A plain page of an edition (2019 or 2021) with these numbers; None is a blank cell."""
    form = load_forms()[edition]
    tables = [make_t2(form, values), make_t3(form, values), make_t4(form, values)]
    year = year or {"2019": 2020, "2021": 2023}[edition]
    return Page(form, year, organ, tables, dict(values))


def value_cell(key: str, values: Values, colspan: int = 1) -> C:
    """A value cell."""
    value = values[key]
    return C("" if value is None else str(value), colspan=colspan, key=key)


def make_t2(form: Form, values: Values) -> T:
    """Table 2: four columns, a block line, a header line and the rows of every block."""
    table = form.table("t2")
    rows: Rows = []
    for block in table.blocks:
        rows.append([C(block.label, colspan=4)])
        widths = _widths(len(block.columns))
        rows.append([C("信息内容"), *(C(c.label, colspan=w) for c, w in zip(block.columns, widths, strict=True))])
        for code in block.rows:
            row = next(row for row in table.rows if row.code == code)
            keys = [cell_key(table, code, column.code) for column in block.columns]
            cells = [value_cell(key, values, width) for key, width in zip(keys, widths, strict=True)]
            rows.append([C(row.label), *cells])
    return T("t2", rows, ["二、主动公开政府信息情况"])


def _widths(count: int) -> list[int]:
    return {1: [3], 2: [1, 2], 3: [1, 1, 1]}[count]


def make_t3(form: Form, values: Values) -> T:
    """Table 3: three label columns, seven columns of values."""
    table = form.table("t3")
    note, people = table.corner_labels
    columns = table.columns
    rows: Rows = [
        [C(note, rowspan=3, colspan=3), C(people, colspan=7)],
        [C(columns[0].label, rowspan=2), C(table.column_groups[0].label, colspan=5), C(columns[6].label, rowspan=2)],
        [C(column.label) for column in columns[1:6]],
    ]
    body = [row for row in table.rows if not row.is_header]
    leaves = [row for row in body if row.level > 1]
    for row in body:
        line: list[C] = []
        if row.level == 1:
            line.append(C(label_of(row), colspan=3))
        else:
            if row is leaves[0]:
                results = next(r for r in table.rows if r.code == "results")
                line.append(C(label_of(results), rowspan=len(leaves)))
            line += _leaf_labels(table, row)
        line += [value_cell(cell_key(table, row.code, column.code), values) for column in columns]
        rows.append(line)
    return T("t3", rows, ["三、收到和处理政府信息公开申请情况"])


def _leaf_labels(table: Table, row: Row) -> list[C]:
    if row.level == 2:
        return [C(label_of(row), colspan=2)]
    siblings = [other for other in table.rows if other.parent == row.parent]
    labels = [C(label_of(row))]
    if row is siblings[0]:
        parent = next(other for other in table.rows if other.code == row.parent)
        labels.insert(0, C(label_of(parent), rowspan=len(siblings)))
    return labels


def make_t4(form: Form, values: Values) -> T:
    """Table 4: one line of fifteen values."""
    table = form.table("t4")
    outcomes = [column.label for column in table.columns]
    first, direct, after = table.rows
    rows: Rows = [
        [C(first.label, colspan=5), C(table.row_headings[0].label, colspan=10)],
        [*(C(label, rowspan=2) for label in outcomes), C(direct.label, colspan=5), C(after.label, colspan=5)],
        [C(label) for label in outcomes * 2],
        [value_cell(cell_key(table, row.code, c.code), values) for row in table.rows for c in table.columns],
    ]
    return T("t4", rows, ["四、政府信息公开行政复议、行政诉讼情况"])
