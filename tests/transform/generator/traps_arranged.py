"""Traps in where a form's columns, rows and sums stand, and what stands between them."""

from __future__ import annotations

import random
from copy import deepcopy

from tests.transform.generator.page import C, Page, Rows
from tests.transform.generator.parts import flatten, spell_out_rowspans
from tests.transform.generator.registry import trap


def _simple_table3(page: Page) -> tuple[list[str], Rows]:
    """The names of the columns, and rows of one label and seven values."""
    form, rows = page.form.table("t3"), []
    order = [column.code for column in form.columns]
    for row in flatten(page.table("t3").rows):
        values = {(cell.key or "").rpartition(".")[2]: cell for cell in row if cell.key}
        if values:
            rows.append([row[2], *(values[code] for code in order)])
    return [column.label for column in form.columns], rows


@trap
def columns_in_another_order(page: Page, rng: random.Random) -> None:
    """Table 3 with its applicants in another order, each under its label."""
    names, rows = _simple_table3(page)
    order = rng.sample(range(7), 7)
    page.table("t3").rows = [
        [C("项目"), *(C(names[n]) for n in order)],
        *([row[0], *(row[1 + n] for n in order)] for row in rows),
    ]


@trap
def outcomes_in_another_order(page: Page, rng: random.Random) -> None:
    """Table 4 with a row a block and its outcomes in another order."""
    table = page.table("t4")
    values, form = table.rows[3], page.form.table("t4")
    order = rng.sample(range(5), 5)
    lines = [[C(row.label), *(values[n * 5 + m] for m in order)] for n, row in enumerate(form.rows)]
    table.rows = [[C("类别"), *(C(form.columns[m].label) for m in order)], *lines]


@trap
def rows_in_another_order(page: Page, rng: random.Random) -> None:
    """Rows of Table 3 as somebody sorted them, each with its whole label."""
    names, rows = _simple_table3(page)
    named = [row for row in rows if row[0].text != "3.其他"]
    other = next(row for row in rows if row[0].text == "3.其他") if len(named) < len(rows) else None
    rng.shuffle(named)
    page.table("t3").rows = [[C("项目"), *map(C, names)], *named, *([other] if other else [])]


@trap
def changes_behind_totals(page: Page, rng: random.Random) -> None:
    """比上年增减 behind 总计, with signs and shares."""
    table = page.table("t3")
    table.rows[0].append(C("比上年增减", rowspan=3))
    for row in table.rows[3:]:
        row.append(C(rng.choice(["+3", "-12", "0", "5%", "↑4", "—", str(rng.randrange(9000))])))


@trap
def numbers_before_and_remarks_behind(page: Page, rng: random.Random) -> None:
    """序号 before and 备注 behind every table of rows."""
    for table in page.tables[:2]:
        number = 0
        for row in table.rows:
            is_row = any(cell.key for cell in row)
            number += is_row
            row.insert(0, C(str(number) if is_row else ""))
            row.append(C(rng.choice(["", "含街道", "—"]) if is_row else ""))
            if row[1].text == "信息内容" or row is table.rows[0]:
                row[0].text, row[-1].text = "序号", "备注"


@trap
def notes_between_rows(page: Page, rng: random.Random) -> None:
    """Notes with figures in rows of their own between the rows of a table."""
    for table in page.tables[:2]:
        spell_out_rowspans(table.rows)
        width = sum(cell.colspan for cell in table.rows[-1])
        for place in sorted(rng.sample(range(4, len(table.rows)), 3), reverse=True):
            table.rows.insert(
                place,
                [C(rng.choice(["注：以上含上年3件。", "（以下 2 项为抽样）", "说明：本项另有5件在办"]), colspan=width)],
            )


@trap
def total_above_its_rows(page: Page, rng: random.Random) -> None:
    """（七）总计 as the first of the results."""
    table = page.table("t3")
    table.rows = flatten(table.rows)
    at = next(n for n, row in enumerate(table.rows) if row[2].text.startswith("(七)"))
    table.rows.insert(5, table.rows.pop(at))


@trap
def narrow_columns_between(page: Page, rng: random.Random) -> None:
    """An empty narrow column before every column of Table 3."""
    table = page.table("t3")
    table.rows = [[part for cell in row for part in ([C(""), cell])] for row in flatten(table.rows)]


@trap
def header_again_below(page: Page, rng: random.Random) -> None:
    """The header of Table 3 once more below its last row."""
    table = page.table("t3")
    table.rows += deepcopy(table.rows[:3])


@trap
def group_names_upright(page: Page, rng: random.Random) -> None:
    """A first column that names the table beside all its rows, a character a line."""
    for table, name in ((page.table("t2"), "主动公开"), (page.table("t3"), "申请情况")):
        table.rows[0].insert(0, C("", rowspan=len(table.rows)))
        table.rows[0][0].markup = "<br>".join(name)


@trap
def colons_and_leaders(page: Page, rng: random.Random) -> None:
    """Labels that end in a colon, dots or a dash."""
    for table in page.tables:
        for cell in table.cells():
            if not cell.key and cell.text:
                cell.text += rng.choice(["：", ":", "……", "", "——"])


@trap
def table2_in_two_columns(page: Page, rng: random.Random) -> None:
    """The blocks of Table 2 with one figure beside each other: 行政处罚 | 5 | 行政强制 | 2."""
    table = page.table("t2")
    form = page.form.table("t2")
    cells = {cell.key: cell for cell in table.values()}
    if page.form.edition != "2021":
        return
    head = list(table.rows[:4])
    pairs: Rows = [[C("信息内容"), C("本年处理决定数量"), C("信息内容"), C("本年处理决定数量")]]
    codes = ["admin_license", "admin_penalty", "admin_coercion"]
    labels = {row.code: row.label for row in form.rows}
    values = [cells[f"t2.{code}.decisions"] for code in codes]
    for cell in values:
        cell.colspan = 1
    pairs.append([C(labels[codes[0]]), values[0], C(labels[codes[1]]), values[1]])
    pairs.append([C(labels[codes[2]]), values[2], C(""), C("")])
    table.rows = [*head, *pairs, *table.rows[-3:]]
