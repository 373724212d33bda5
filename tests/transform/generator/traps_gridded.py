"""Traps in the grid of one table: spans, columns, header rows."""

from __future__ import annotations

import random
import re

from tests.transform.generator.page import C, Page
from tests.transform.generator.parts import spell_out_rowspans
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
