"""Traps in which columns, rows and tables the figures are spread over: lists, parts, last year beside this year."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise

from tests.transform.generator.page import C, Page, Rows, T
from tests.transform.generator.parts import flatten, place_cells, spell_out_rowspans
from tests.transform.generator.registry import trap


def _block_names() -> list[str]:
    return ["行政复议", "未经复议直接起诉", "复议后起诉"]


@trap
def table4_as_list(page: Page, rng: random.Random) -> None:
    """Table 4 with an outcome a row: block | outcome | number."""
    table = page.table("t4")
    values, form = table.rows[3], page.form.table("t4")
    rows: Rows = [[C("类别"), C("结果"), C("件数")]]
    for n, name in enumerate(_block_names()):
        for m, column in enumerate(form.columns):
            head = [C(name, rowspan=5)] if m == 0 else []
            rows.append([*head, C(column.label), values[n * 5 + m]])
    table.rows = rows


@trap
def table4_as_full_list(page: Page, rng: random.Random) -> None:
    """The same with the block in every row, the litigation under its heading."""
    table = page.table("t4")
    values, form = table.rows[3], page.form.table("t4")
    rows: Rows = [[C("项目"), C("类别"), C("结果"), C("数量（件）")]]
    for n, name in enumerate(_block_names()):
        group = "行政复议" if n == 0 else "行政诉讼"
        rows += [[C(group), C(name), C(column.label), values[n * 5 + m]] for m, column in enumerate(form.columns)]
    table.rows = rows


@trap
def table4_in_three(page: Page, rng: random.Random) -> None:
    """Table 4 as three tables, each under its name."""
    table = page.table("t4")
    values, form = table.rows[3], page.form.table("t4")
    parts = []
    for n, name in enumerate(["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]):
        header = [C(column.label) for column in form.columns]
        parts.append(T("t4", [header, values[n * 5 : n * 5 + 5]], [*(table.above if n == 0 else []), name]))
    at = page.tables.index(table)
    page.tables[at : at + 1] = parts


@trap
def table4_in_three_titled(page: Page, rng: random.Random) -> None:
    """The same, the name in the table's first row."""
    table4_in_three(page, rng)
    for table in page.tables:
        if table.code == "t4":
            table.rows.insert(0, [C(table.above.pop(), colspan=5)])


@trap
def table4_lying(page: Page, rng: random.Random) -> None:
    """Outcomes as rows, blocks as columns under 行政诉讼."""
    table = page.table("t4")
    values, form = table.rows[3], page.form.table("t4")
    names = _block_names()
    rows: Rows = [[C("结果", rowspan=2), C(names[0], rowspan=2), C("行政诉讼", colspan=2)], [C(n) for n in names[1:]]]
    rows += [[C(column.label), *values[m::5]] for m, column in enumerate(form.columns)]
    table.rows = rows


@trap
def last_year_in_table4(page: Page, rng: random.Random) -> None:
    """Two rows of values in Table 4: 本年 and 上年."""
    table = page.table("t4")
    for row in table.rows[:1]:
        row.insert(0, C("年度", rowspan=3))
    last = [C(str(rng.randrange(9000))) for _ in range(15)]
    table.rows[3].insert(0, C("本年"))
    table.rows.append([C("上年"), *last])


@trap
def years_in_table4(page: Page, rng: random.Random) -> None:
    """The same, the years as numbers, last year first."""
    table = page.table("t4")
    table.rows[0].insert(0, C("年度", rowspan=3))
    last = [C(f"{page.year - 1}年"), *(C(str(rng.randrange(9000))) for _ in range(15))]
    table.rows[3].insert(0, C(f"{page.year}年"))
    table.rows.insert(3, last)


@trap
def last_year_columns(page: Page, rng: random.Random) -> None:
    """Table 3 with 本年 and 上年 under every applicant."""
    _set_beside(page, ("本年", "上年"), lambda: str(rng.randrange(9000)))


@trap
def shares_beside_numbers(page: Page, rng: random.Random) -> None:
    """Table 3 with 数量 and 占比 under every applicant."""
    _set_beside(page, ("数量", "占比（%）"), lambda: f"{rng.randrange(100)}.{rng.randrange(10)}")


def _set_beside(page: Page, heads: tuple[str, str], draw: Callable[[], str]) -> None:
    table = page.table("t3")
    rows = flatten(table.rows)[3:]
    people = page.form.table("t3").columns
    head: Rows = [
        [C("项目", rowspan=2), *(C(column.label, colspan=2) for column in people)],
        [C(text) for _ in people for text in heads],
    ]
    body = [[C(row[2].text), *(c for v in row[3:] for c in (v, C(draw())))] for row in rows]
    table.rows = [*head, *body]


@trap
def last_year_column_in_table2(page: Page, rng: random.Random) -> None:
    """A column 上年 behind the figures of Table 2."""
    for row in page.table("t2").rows:
        if any(cell.key for cell in row):
            row.append(C(str(rng.randrange(9000))))
        elif len(row) > 1:
            row.append(C("上年数"))
        else:
            row[0].colspan = 5


@trap
def unit_column(page: Page, rng: random.Random) -> None:
    """A column 单位 between labels and figures of Table 3."""
    table = page.table("t3")
    for number, row in enumerate(table.rows):
        at = next((n for n, cell in enumerate(row) if cell.key), None)
        if at is not None:
            row.insert(at, C("件"))
        elif number == 0:
            row.insert(1, C("单位", rowspan=3))


@trap
def subtotal_column(page: Page, rng: random.Random) -> None:
    """小计 of the legal persons before 总计."""
    table = page.table("t3")
    rows = table.rows
    rows[1][1].colspan = 6
    rows[2].append(C("小计"))
    for row in rows[3:]:
        row.insert(len(row) - 1, C(str(rng.randrange(9000))))


@trap
def subtotal_rows(page: Page, rng: random.Random) -> None:
    """小计 under the rows of every group."""
    table = page.table("t3")
    table.rows = flatten(table.rows)
    out: Rows = []
    for number, row in enumerate(table.rows):
        out.append(row)
        group = row[1].text
        following = table.rows[number + 1][1].text if number + 1 < len(table.rows) else ""
        if group.startswith(("(三)", "(四)", "(五)")) and group != following:
            out.append([C(row[0].text), C(group), C("小计"), *(C(str(rng.randrange(9000))) for _ in range(7))])
    table.rows = out


@trap
def group_sums(page: Page, rng: random.Random) -> None:
    """The row （三）不予公开 with sums of its own above its rows."""
    table = page.table("t3")
    table.rows = flatten(table.rows)
    out: Rows = []
    for number, row in enumerate(table.rows):
        group, before = row[1].text, table.rows[number - 1][1].text if number else ""
        if group.startswith(("(三)", "(四)", "(五)")) and group != before:
            out.append([C(row[0].text), C(group, colspan=2), *(C(str(rng.randrange(9000))) for _ in range(7))])
        out.append(row)
    table.rows = out


@trap
def shares_column(page: Page, rng: random.Random) -> None:
    """占比 behind 总计."""
    table = page.table("t3")
    table.rows[0].append(C("占比", rowspan=3))
    for row in table.rows[3:]:
        row.append(C(f"{rng.randrange(100)}.{rng.randrange(10)}%"))


@trap
def remarks_column(page: Page, rng: random.Random) -> None:
    """备注 behind 总计, with words and figures."""
    table = page.table("t3")
    table.rows[0].append(C("备注", rowspan=3))
    for row in table.rows[3:]:
        row.append(C(rng.choice(["", "含上年1件", "其中网络申请3件", "无"])))


@trap
def tables_by_section(page: Page, rng: random.Random) -> None:
    """Table 3 in a new table for each of its parts, with the header on top of the first only."""
    table = page.table("t3")
    spell_out_rowspans(table.rows)
    labels = ["".join(cell.text for cell in row) for row in table.rows]
    starts = [n for n, label in enumerate(labels) if re.match(r"(?:二、|三、|\(三\)|\(四\)|四、)", label)]
    parts = [T("t3", table.rows[a:b]) for a, b in pairwise([0, *starts, len(table.rows)]) if a < b]
    parts[0].above = table.above
    at = page.tables.index(table)
    page.tables[at : at + 1] = parts


@trap
def measured_columns(page: Page, rng: random.Random) -> None:
    """The header in a table of its own; the first row of the other has no height: it measures the columns."""
    measure = "<div style='height:0;overflow:hidden'>&nbsp;</div>"
    for code in ("t3", "t4"):
        table = page.table(code)
        at, width = page.tables.index(table), sum(cell.colspan for cell in table.rows[0])
        body = T(code, [[C("", markup=measure) for _ in range(width)], *table.rows[3:]], [])
        page.tables[at : at + 1] = [T(code, table.rows[:3], table.above), body]
    row = "<tr aria-hidden=true style='height:0;font-size:0'><td>"
    page.finish.append(lambda text: text.replace(f"<tr><td>{measure}", f"{row}{measure}"))


@trap
def header_on_every_page(page: Page, rng: random.Random) -> None:
    """The header of Table 3 again every eight rows, in the same table."""
    table = page.table("t3")
    spell_out_rowspans(table.rows)
    head, body = table.rows[:3], table.rows[3:]
    table.rows = [row for n, line in enumerate(body) for row in ([*deepcopy(head), line] if n % 8 == 0 else [line])]


def _fill_blanks(page: Page) -> None:
    for cell in page.value_cells():
        cell.text = cell.text or "/"


@trap
def one_cell_columns(page: Page, rng: random.Random) -> None:
    """Table 3 with a whole column in one cell, its values set apart by <br>, a slash for none."""
    _fill_blanks(page)
    one_cell_columns_with_blanks(page, rng)


@trap
def one_cell_columns_with_blanks(page: Page, rng: random.Random) -> None:
    """The same with nothing between two <br> for none: a browser shows an empty line."""
    table = page.table("t3")
    rows = flatten(table.rows)
    body = rows[3:]
    people = [C(column.label) for column in page.form.table("t3").columns]
    columns = [[row[2], *row[3:]] for row in body]
    cells = [C("", markup="<br>".join(line[n].text for line in columns)) for n in range(8)]
    table.rows = [[C("项目"), *people], cells]


@trap
def one_cell_columns_in_paragraphs(page: Page, rng: random.Random) -> None:
    """The same in paragraphs."""
    one_cell_columns(page, rng)
    cells = page.table("t3").rows[1]
    for cell in cells:
        cell.markup = "".join(f"<p>{text}</p>" for text in (cell.markup or "").split("<br>"))


@trap
def rows_joined_by_breaks(page: Page, rng: random.Random) -> None:
    """规章 and 行政规范性文件 in one row, 行政处罚 and 行政强制 in one row."""
    _fill_blanks(page)
    table = page.table("t2")
    out: Rows = []
    for row in table.rows:
        before = out[-1] if out else []
        if row[-1].key and before and before[-1].key and len(before) == len(row):
            for one, other in zip(before, row, strict=True):
                one.markup = f"{one.markup or one.text}<br>{other.text}"
        else:
            out.append(row)
    table.rows = out


def _draw_boxes(table: T, *, is_sized: bool) -> str:
    places = place_cells(table.rows)
    first: dict[int, tuple[int, int]] = {}
    for place, cell in sorted(places.items()):
        first.setdefault(id(cell), place)
    boxes = []
    for (row, column), cell in sorted(places.items()):
        size = f"width:{70 * cell.colspan}px;height:{22 * cell.rowspan}px" if is_sized else "font-size:9pt"
        if first[id(cell)] == (row, column) and (cell.text or is_sized):
            at = f"left:{60 + 70 * column}px;top:{100 + 22 * row}px"
            boxes.append(f"<div style='position:absolute;{at};{size}'>{cell.text}</div>")
    return f"<div style='position:relative;height:{22 * len(table.rows) + 200}px'>{''.join(boxes)}</div>"


@trap
def placed_boxes(page: Page, rng: random.Random) -> None:
    """Every cell a box set by left and top, as converters of PDF write it."""
    page.table_html = lambda table: _draw_boxes(table, is_sized=True)  # type: ignore[method-assign]


@trap
def placed_boxes_without_size(page: Page, rng: random.Random) -> None:
    """The same without width and height, a slash for none."""
    _fill_blanks(page)
    page.table_html = lambda table: _draw_boxes(table, is_sized=False)  # type: ignore[method-assign]


@trap
def units_and_notes_between(page: Page, rng: random.Random) -> None:
    """（单位：件） between heading and table, 注 behind the table."""
    for table in page.tables:
        table.above.append("（单位：件）")
    page.tail.append("<p>注：1.以上数据截至12月31日。2.空白表示无。</p>")


@trap
def transposed_table2(page: Page, rng: random.Random) -> None:
    """The first block of Table 2 on its side: 规章 and 规范性文件 as columns."""
    table = page.table("t2")
    block = page.form.table("t2").blocks[0]
    body = table.rows[2:4]
    rows: Rows = [[C("信息内容"), *(C(row[0].text) for row in body)]]
    rows += [[C(column.label), *(row[1 + n] for row in body)] for n, column in enumerate(block.columns)]
    for row in rows:
        for cell in row:
            cell.colspan = 1
    at = page.tables.index(table)
    page.tables[at : at + 1] = [T("t2", rows, table.above), T("t2", table.rows[4:])]


@trap
def table2_as_list(page: Page, rng: random.Random) -> None:
    """Table 2 with one figure a row: 规章 | 本年制发件数 | 3."""
    table = page.table("t2")
    form = page.form.table("t2")
    rows: Rows = [[C("信息内容"), C("指标"), C("数量")]]
    cells = {cell.key: cell for cell in table.values()}
    for block in form.blocks:
        for code in block.rows:
            label = next(row.label for row in form.rows if row.code == code)
            for n, column in enumerate(block.columns):
                head = [C(label, rowspan=len(block.columns))] if n == 0 else []
                cell = cells[f"t2.{code}.{column.code}"]
                cell.colspan = 1
                rows.append([*head, C(column.label), cell])
    table.rows = rows


@trap
def lines_of_text(page: Page, rng: random.Random) -> None:
    """No table at all: a paragraph a row, label and figures set apart by spaces."""
    _fill_blanks(page)
    gap = "&nbsp;&nbsp;&nbsp;"

    def write(table: T) -> str:
        lines = (gap.join(cell.text for cell in row if cell.text) for row in table.rows)
        return "".join(f"<p>{line}</p>" for line in lines)

    page.table_html = write  # type: ignore[method-assign]


@trap
def tabs_in_paragraphs(page: Page, rng: random.Random) -> None:
    """A paragraph a row, cells set apart by tabs of Word."""
    _fill_blanks(page)
    tab = "<span style='mso-tab-count:1'>\t</span>"

    def write(table: T) -> str:
        return "".join(f"<p>{tab.join(cell.text for cell in row)}</p>" for row in table.rows)

    page.table_html = write  # type: ignore[method-assign]


@trap
def cells_in_paragraphs(page: Page, rng: random.Random) -> None:
    """A paragraph a cell: what an editor left of a table that was pasted as text."""
    _fill_blanks(page)

    def write(table: T) -> str:
        return "".join(f"<p>{cell.text}</p>" for row in table.rows for cell in row)

    page.table_html = write  # type: ignore[method-assign]


@trap
def grid_boxes(page: Page, rng: random.Random) -> None:
    """Boxes that a style sheet flows into a grid of columns, without rows of their own."""

    def write(table: T) -> str:
        rows = flatten(table.rows)
        boxes = "".join(f"<div>{cell.text}</div>" for row in rows for cell in row)
        return f"<div style='display:grid;grid-template-columns:repeat({len(rows[0])},1fr)'>{boxes}</div>"

    page.table_html = write  # type: ignore[method-assign]


@trap
def sides_swapped(page: Page, rng: random.Random) -> None:
    """Labels of Table 3 on the right of the figures."""
    table = page.table("t3")
    rows = flatten(table.rows)[3:]
    people = [C(column.label) for column in page.form.table("t3").columns]
    table.rows = [[*people, C("项目")], *([*row[3:], C(row[2].text)] for row in rows)]


@trap
def labels_on_both_sides(page: Page, rng: random.Random) -> None:
    """A wide table with its labels repeated at the end of every row."""
    table = page.table("t3")
    rows = flatten(table.rows)[3:]
    people = [C(column.label) for column in page.form.table("t3").columns]
    table.rows = [[C("项目"), *people, C("项目")], *([C(r[2].text), *r[3:], C(r[2].text)] for r in rows)]


@trap
def table2_columns_united(page: Page, rng: random.Random) -> None:
    """Table 2 with one header for all its blocks, a slash where a row has no such column."""
    table = page.table("t2")
    form = page.form.table("t2")
    cells = {cell.key: cell for cell in table.values()}
    columns = list(dict.fromkeys((c.code, c.label) for block in form.blocks for c in block.columns))
    rows: Rows = [[C("信息内容"), *(C(label) for _, label in columns)]]
    for block in form.blocks:
        for code in block.rows:
            label = next(row.label for row in form.rows if row.code == code)
            own = [cells.get(f"t2.{code}.{column}") or C("/") for column, _ in columns]
            for cell in own:
                cell.colspan = 1
            rows.append([C(label), *own])
    table.rows = rows


@trap
def form_numbers_beside(page: Page, rng: random.Random) -> None:
    """A column 栏次 or 代码 between labels and figures of Table 3."""
    table = page.table("t3")
    number = 0
    for row in table.rows:
        at = next((n for n, cell in enumerate(row) if cell.key), None)
        if at is not None:
            number += 1
            row.insert(at, C(f"{number:02d}"))
    table.rows[0].insert(1, C("代码", rowspan=3))
