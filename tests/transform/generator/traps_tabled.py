"""Traps in which tables a page has, and in its source and charset."""

from __future__ import annotations

import random
import re
from copy import deepcopy
from decimal import Decimal
from itertools import pairwise

from tests.transform.generator.page import C, Page, Rows, T
from tests.transform.generator.parts import spell_out_rowspans
from tests.transform.generator.registry import trap


@trap
def one_table(page: Page, rng: random.Random) -> None:
    """Tables 2 to 4 in one table, section titles as rows."""
    rows = [row for table in page.tables for row in [[C(table.above[0], colspan=15)], *table.rows]]
    page.tables[:] = [T("all", rows)]


@trap
def two_tables(page: Page, rng: random.Random) -> None:
    """Table 2 in two."""
    _split_blocks(page, 2)


@trap
def four_tables(page: Page, rng: random.Random) -> None:
    """Table 2 in as many tables as it has blocks."""
    _split_blocks(page, len(page.form.table("t2").blocks))


@trap
def page_break(page: Page, rng: random.Random) -> None:
    """Table 3 cut by a page break: header repeated, a page number between."""
    _cut_table3(page, repeat_header=True)


@trap
def page_break_without_header(page: Page, rng: random.Random) -> None:
    """Table 3 cut by a page break, no header on the second page."""
    _cut_table3(page, repeat_header=False)


@trap
def page_number_row(page: Page, rng: random.Random) -> None:
    """A page number as a row of Table 3, and the header again below it."""
    rows = page.table("t3").rows
    at = next(n for n, row in enumerate(rows) if any("(四)" in cell.text for cell in row))
    spell_out_rowspans(rows)
    rows[at:at] = [[C("— 3 —", colspan=10)], *deepcopy(rows[:3])]


@trap
def metadata_table(page: Page, rng: random.Random) -> None:
    """The table of 名称, 索引号, 发布机构 before the report."""
    rows: Rows = [
        [C("名称"), C(page.title, colspan=3)],
        [C("索引号"), C("000014349/2024-00012"), C("分类"), C("其他")],
        [C("发布机构"), C(page.organ), C("公开日期"), C(f"{page.year + 1}-01-20")],
    ]
    page.tables.insert(0, T("other", rows))


@trap
def layout_table(page: Page, rng: random.Random) -> None:
    """The whole article in a cell of a layout table, navigation beside it."""
    page.finish.append(
        lambda text: text.replace(
            "<div class='con'>", "<table><tr><td>栏目 1<br>栏目 2</td><td><div class='con'>"
        ).replace("</div></body>", "</div></td></tr></table></body>")
    )


@trap
def boxed_tables(page: Page, rng: random.Random) -> None:
    """Each table in the cell of another."""
    page.finish.append(
        lambda text: re.sub(r"(<table border=1>.*?</table>)", r"<table><tr><td>\1</td></tr></table>", text, flags=re.S)
    )


@trap
def strip_as_matrix(page: Page, rng: random.Random) -> None:
    """Table 4 with one row a block."""
    rows = page.table("t4").rows
    labels = [rows[0][0].text, *(cell.text for cell in rows[1] if cell.colspan == 5)]
    outcomes = [C(cell.text) for cell in rows[1][:5]]
    page.table("t4").rows = [
        [C("类别"), *outcomes],
        *([C(label), *rows[3][n * 5 : n * 5 + 5]] for n, label in enumerate(labels)),
    ]


@trap
def strip_in_two(page: Page, rng: random.Random) -> None:
    """Table 4 in two tables: 复议, 诉讼."""
    table = page.table("t4")
    rows = table.rows
    first: Rows = [[rows[0][0]], [C(cell.text) for cell in rows[1][:5]], rows[3][:5]]
    second: Rows = [[rows[0][1]], rows[1][5:], rows[2], rows[3][5:]]
    at = page.tables.index(table)
    page.tables[at : at + 1] = [T("t4", first, table.above), T("t4", second)]


@trap
def same_twice(page: Page, rng: random.Random) -> None:
    """Table 3 printed twice, in the text and as an annex."""
    page.tables.append(deepcopy(page.table("t3")))
    page.tables[-1].above = ["附件：统计表"]


@trap
def last_year_beside(page: Page, rng: random.Random) -> None:
    """Last year's Table 3 printed behind this year's, under its own heading."""
    _add_decoy(page, rng, [f"附：{page.year - 1}年度收到和处理政府信息公开申请情况"], behind=True)


@trap
def last_year_first(page: Page, rng: random.Random) -> None:
    """去年 before 本年."""
    _add_decoy(page, rng, ["去年同期数据"], behind=False)


@trap
def comparison_table(page: Page, rng: random.Random) -> None:
    """A table that compares years, with the form's own row labels."""
    labels = [cell.text for row in page.table("t3").rows for cell in row if cell.colspan == 3 and "、" in cell.text]
    years = [C(f"{page.year - n}年") for n in range(3)]
    rows: Rows = [[C("项目"), *years], *([C(label), *(C(str(rng.randrange(1000))) for _ in years)] for label in labels)]
    rows.append([C("规范性文件"), *(C(str(rng.randrange(1000))) for _ in years)])
    page.tables.insert(rng.choice([0, 2, 3]), T("other", rows, ["近三年数据对比"]))


@trap
def blank_form(page: Page, rng: random.Random) -> None:
    """The empty form to download, below the report."""
    blank = deepcopy(page.table("t3"))
    for cell in blank.values():
        cell.text = ""
    blank.above = ["附：填报样表"]
    page.tables.append(blank)


@trap
def another_organ_below(page: Page, rng: random.Random) -> None:
    """A second organ's whole report on the same page."""
    other = [deepcopy(table) for table in page.tables]
    for table in other:
        for cell in table.values():
            cell.text = str(rng.randrange(5000))
    other[0].above.insert(0, f"示例县教育局{page.year}年政府信息公开工作年度报告")
    page.tables += other


@trap
def towns_below(page: Page, rng: random.Random) -> None:
    """A county's own tables without a year over them, then one set of tables for every town, each under its title."""
    own = list(page.tables)
    for town in ("甲镇", "乙镇", "丙乡"):
        others = [deepcopy(table) for table in own]
        for cell in (cell for table in others for cell in table.values()):
            cell.text = str(rng.choice([0, 0, rng.randrange(5000)]))
        others[0].above.insert(0, f"{town}{page.year}年政府信息公开情况统计表")
        page.tables += others


@trap
def last_years_tables_below(page: Page, rng: random.Random) -> None:
    """All of last year's tables as an annex under one title."""
    others = [deepcopy(table) for table in page.tables]
    for cell in (cell for table in others for cell in table.values()):
        cell.text = str(rng.randrange(5000))
    others[0].above.insert(0, f"附：{page.year - 1}年政府信息公开工作统计表")
    page.tables += others


@trap
def prose_with_numbers(page: Page, rng: random.Random) -> None:
    """Text between tables that states other figures."""
    for table in page.tables:
        table.above.append(f"全年共收到政府信息公开申请{rng.randrange(900)}件，办结{rng.randrange(900)}件。")


@trap
def open_cells(page: Page, rng: random.Random) -> None:
    """</td>, </tr> and </p> left out, as HTML allows."""
    page.finish.append(lambda text: re.sub(r"</(?:td|th|tr|tbody)>", "", text))


@trap
def open_tables(page: Page, rng: random.Random) -> None:
    """</table> missing."""
    page.finish.append(lambda text: text.replace("</tbody></table>", ""))


@trap
def shouting_tags(page: Page, rng: random.Random) -> None:
    """Upper-case tags, unquoted attributes."""
    page.finish.append(lambda text: re.sub(r"<(/?)(\w+)", lambda m: f"<{m[1]}{m[2].upper()}", text).replace('"', ""))


@trap
def gbk_as_utf8(page: Page, rng: random.Random) -> None:
    """GBK bytes under a declaration of UTF-8."""
    page.encode = lambda text: text.encode("gb18030")


@trap
def gb2312_declared(page: Page, rng: random.Random) -> None:
    """A declared gb2312 that is UTF-8."""
    declared = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    page.head = page.head.replace('<meta charset="utf-8">', declared)


@trap
def utf16(page: Page, rng: random.Random) -> None:
    """UTF-16 with a mark."""
    page.encode = lambda text: text.encode("utf-16")


@trap
def one_row_other_handling(page: Page, rng: random.Random) -> None:
    """（六）其他处理 as one row inside the 2021 form (Hongze 2023)."""
    if page.form.edition != "2021":
        return
    rows = page.table("t3").rows
    start = next(n for n, row in enumerate(rows) if any("其他处理" in cell.text for cell in row))
    kept = rows[start]
    place = next(n for n, cell in enumerate(kept) if "其他处理" in cell.text)
    columns = [column.code for column in page.form.table("t3").columns]
    values = [c for c in kept if c.key]
    for column, cell in zip(columns, values, strict=True):
        cell.key = f"t3.other_handling.{column}"
        page.truth[cell.key] = Decimal(cell.text) if cell.text else None
    for column in columns:
        for code in ("other_overdue_correction", "other_overdue_fee", "other_misc"):
            page.truth.pop(f"t3.{code}.{column}", None)
    rows[start] = [*kept[:place], C(kept[place].text, colspan=2), *values]
    del rows[start + 1 : start + 3]
    for row in rows[:start]:
        for cell in row:
            if "本年度办理结果" in cell.text:
                cell.rowspan -= 2


def _split_blocks(page: Page, parts: int) -> None:
    table = page.table("t2")
    starts = [n for n, row in enumerate(table.rows) if len(row) == 1]
    cuts = [starts[len(starts) * n // parts] for n in range(parts)] + [len(table.rows)]
    pieces = [T("t2", table.rows[a:b]) for a, b in pairwise(cuts)]
    pieces[0].above = table.above
    at = page.tables.index(table)
    page.tables[at : at + 1] = pieces


def _cut_table3(page: Page, *, repeat_header: bool) -> None:
    table = page.table("t3")
    spell_out_rowspans(table.rows)
    at = next(n for n, row in enumerate(table.rows) if any("(四)" in cell.text for cell in row))
    second = T("t3", [*(deepcopy(table.rows[:3]) if repeat_header else []), *table.rows[at:]], ["- 2 -"])
    del table.rows[at:]
    page.tables.insert(page.tables.index(table) + 1, second)


def _add_decoy(page: Page, rng: random.Random, above: list[str], *, behind: bool) -> None:
    own = page.table("t3")
    decoy = deepcopy(own)
    decoy.above = above
    for cell in decoy.values():
        cell.text = str(rng.randrange(3000))
    at = page.tables.index(own)
    if behind:
        page.tables.insert(at + 1, decoy)
    else:
        decoy.above = [*own.above, *above]
        own.above = []
        page.tables.insert(at, decoy)
        own.above = [f"{page.year}年度"]
