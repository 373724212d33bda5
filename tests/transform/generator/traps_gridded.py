"""Traps in the grid of one table: spans, columns, header rows."""

from __future__ import annotations

import random
import re

from tests.transform.generator.page import C, Page, T
from tests.transform.generator.parts import flatten, spell_out_rowspans
from tests.transform.generator.registry import trap


@trap
def lying_spans(page: Page, rng: random.Random) -> None:
    """Header and data rows divide the same width differently (Shanghai 2019)."""
    for row in page.table("t2").rows:
        values = [cell for cell in row if cell.key]
        if len(values) == 3:
            values[rng.randrange(3)].colspan = 2
        elif len(row) == 4:
            row[rng.randrange(1, 4)].colspan = 2


@trap
def empty_instead_of_span(page: Page, rng: random.Random) -> None:
    """Empty cells where a label should span rows."""
    for table in page.tables:
        spell_out_rowspans(table.rows)


@trap
def results_twice(page: Page, rng: random.Random) -> None:
    """三、本年度办理结果 printed twice: rowspan 10 and the rest (Pingtan)."""
    rows = page.table("t3").rows
    start = next(n for n, row in enumerate(rows) if any("本年度办理结果" in cell.text for cell in row))
    cell = next(cell for cell in rows[start] if "本年度办理结果" in cell.text)
    rows[start + 10].insert(0, C(cell.text, rowspan=cell.rowspan - 10))
    cell.rowspan = 10


@trap
def eleven_columns(page: Page, rng: random.Random) -> None:
    """自然人 spans two columns above an empty cell, 商业企业 spans two, data rows as usual."""
    rows = page.table("t3").rows
    rows[1][0].colspan, rows[1][0].rowspan = 2, 1
    rows[2].insert(0, C("", colspan=2))
    rows[2][1].colspan = 2


@trap
def one_header_line(page: Page, rng: random.Random) -> None:
    """Seven column labels in one line, no groups above them."""
    table = page.form.table("t3")
    page.table("t3").rows[:3] = [[C("", colspan=3), *(C(column.label) for column in table.columns)]]


@trap
def total_first(page: Page, rng: random.Random) -> None:
    """总计 as the first column, header and rows alike."""
    rows = page.table("t3").rows
    rows[1].insert(0, rows[1].pop())
    for row in rows[3:]:
        first = next(place for place, cell in enumerate(row) if cell.key)
        row.insert(first, row.pop())


@trap
def row_numbers(page: Page, rng: random.Random) -> None:
    """A column of row numbers before the labels."""
    for table in page.tables[:2]:
        for number, row in enumerate(table.rows, start=1):
            row.insert(0, C(str(number) if any(cell.key for cell in row) else ""))


@trap
def trailing_column(page: Page, rng: random.Random) -> None:
    """An empty column on the right of everything."""
    for table in page.tables:
        for row in table.rows:
            row.append(C(""))


@trap
def remark_column(page: Page, rng: random.Random) -> None:
    """A column 备注 behind Table 3."""
    rows = page.table("t3").rows
    rows[0].append(C("备注", rowspan=3))
    for row in rows[3:]:
        row.append(C(""))


@trap
def spacer_rows(page: Page, rng: random.Random) -> None:
    """Rows without text between rows."""
    for table in page.tables[:2]:
        for place in sorted(rng.sample(range(1, len(table.rows)), 3), reverse=True):
            if not any(cell.rowspan > 1 for row in table.rows[:place] for cell in row):
                table.rows.insert(place, [C("")])


@trap
def header_cells(page: Page, rng: random.Random) -> None:
    """th for labels."""
    for table in page.tables:
        for cell in table.cells():
            cell.tag = "td" if cell.key else "th"


@trap
def title_in_table(page: Page, rng: random.Random) -> None:
    """A title row inside each table."""
    for table in page.tables:
        table.rows.insert(0, [C(f"{page.year}年度统计表", colspan=10)])


@trap
def captions(page: Page, rng: random.Random) -> None:
    """<caption> over each table."""
    for table in page.tables:
        table.caption = "附表"


@trap
def strange_spans(page: Page, rng: random.Random) -> None:
    """rowspan=0, colspan=1000, spans that are no numbers."""
    page.finish.append(
        lambda text: re.sub(
            r"<td>(?=[0-9])",
            lambda _: rng.choice(['<td rowspan="0">', '<td colspan="x">', "<td colspan>", "<td>"]),
            text,
        )
    )


@trap
def lying_table3(page: Page, rng: random.Random) -> None:
    """Table 3 on its side: applicants as rows, 29 columns."""
    table = page.table("t3")
    rows = flatten(table.rows)[3:]
    people = [column.label for column in page.form.table("t3").columns]
    table.rows = [
        [C("申请人情况"), *(C(row[2].text) for row in rows)],
        *([C(name), *(row[3 + n] for row in rows)] for n, name in enumerate(people)),
    ]


@trap
def lying_table4(page: Page, rng: random.Random) -> None:
    """Table 4 with an outcome a row and a block a column."""
    table = page.table("t4")
    form = page.form.table("t4")
    values = table.rows[3]
    table.rows = [
        [C("办理情况"), *(C(row.label) for row in form.rows)],
        *([C(column.label), *values[n::5]] for n, column in enumerate(form.columns)),
    ]


@trap
def label_in_every_column(page: Page, rng: random.Random) -> None:
    """No span in Table 3: a label stands in each of the columns it fills."""
    table = page.table("t3")
    table.rows = flatten(table.rows)


@trap
def table3_in_halves(page: Page, rng: random.Random) -> None:
    """Table 3 too wide for the page: four applicants in one table, three in the next."""
    table = page.table("t3")
    rows = flatten(table.rows)[3:]
    people = [C(column.label) for column in page.form.table("t3").columns]
    table.rows = [[C("项目"), *people[:4]], *([C(row[2].text), *row[3:7]] for row in rows)]
    second = T("t3", [[C("项目"), *people[4:]], *([C(row[2].text), *row[7:]] for row in rows)])
    page.tables.insert(page.tables.index(table) + 1, second)


@trap
def full_names_of_blocks(page: Page, rng: random.Random) -> None:
    """Table 4 with one row a block, the litigation blocks by their full names."""
    rows = page.table("t4").rows
    labels = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼—复议后起诉"]
    outcomes = [C(column.label) for column in page.form.table("t4").columns]
    page.table("t4").rows = [
        [C("类别"), *outcomes],
        *([C(label), *rows[3][n * 5 : n * 5 + 5]] for n, label in enumerate(labels)),
    ]


@trap
def foot_before_body(page: Page, rng: random.Random) -> None:
    """The last row of every table as a foot, written before the body as HTML 4 wanted it."""
    page.finish.append(
        lambda text: re.sub(r"<tbody>(.*?)(<tr>(?:(?!<tr>).)*</tr>\s*)</tbody>", _foot_first, text, flags=re.S)
    )


def _foot_first(found: re.Match[str]) -> str:
    return f"<tfoot>{found[2]}</tfoot><tbody>{found[1]}</tbody>" if "rowspan" not in found[1] else found[0]
