"""Layout traps: each is a way in which real sites set the same table. A trap changes the page, never its truth
(where it does, as with 其他处理 in one row, it changes ``truth`` too).

Shapes and misprints come from the published reports described in the domain notes: Shanghai 2019, Pingtan 2020, Shuyang
2023, Hongze 2023 and others.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from itertools import pairwise

from tests.transform.generator.page import C, Page, Rows, T

Trap = Callable[[Page, random.Random], None]
TRAPS: dict[str, Trap] = {}


def trap(function: Trap) -> Trap:
    """Register a trap under its name."""
    TRAPS[function.__name__] = function
    return function


# --- how cells are written ------------------------------------------------------------------------------------------


@trap
def plain(page: Page, rng: random.Random) -> None:
    """Nothing special."""


@trap
def digits_in_spans(page: Page, rng: random.Random) -> None:
    """Word paste: every character in its own span, empty spans between."""
    page.wrap_value = lambda text: (
        "<p class=MsoNormal>" + "".join(f"<span>{html.escape(c)}</span>" for c in text) + "<span></span></p>"
    )


@trap
def word_paste(page: Page, rng: random.Random) -> None:
    """MsoNormal paragraphs with <o:p>, white space from the editor around them."""
    page.wrap_value = lambda text: f"\n  <p align=center><font>{html.escape(text)}</font><o:p>&nbsp;</o:p></p>\n  "
    page.wrap_label = lambda text: f"\n  <p><b><span>{html.escape(text)}</span></b><o:p></o:p></p>\n"


@trap
def nbsp_around(page: Page, rng: random.Random) -> None:
    """Non-breaking and ideographic spaces around numbers and inside labels."""
    page.wrap_value = lambda text: f"&nbsp;{html.escape(text)}\u3000&nbsp;"
    page.wrap_label = lambda text: "&nbsp;\u3000".join(html.escape(text))


@trap
def vertical_labels(page: Page, rng: random.Random) -> None:
    """One character a paragraph."""
    page.wrap_label = lambda text: "".join(f"<p>{html.escape(c)}</p>" for c in text)


@trap
def broken_labels(page: Page, rng: random.Random) -> None:
    """Labels broken over <br> and spans."""
    page.wrap_label = lambda text: (
        f"{html.escape(text[: len(text) // 2])}<br/><span>{html.escape(text[len(text) // 2 :])}</span>"
    )


@trap
def full_width(page: Page, rng: random.Random) -> None:
    """Full-width digits and brackets."""
    wide = {ord(a): chr(ord(a) + 0xFEE0) for a in "0123456789()"}
    page.wrap_value = lambda text: html.escape(text.translate(wide))
    page.wrap_label = lambda text: html.escape(text.translate(wide))


@trap
def dashes(page: Page, rng: random.Random) -> None:
    """Blank cells printed as dashes, slashes or 无."""
    for cell in page.value_cells():
        if not cell.text:
            cell.text = rng.choice(["-", "—", "——", "/", "无", "／"])


@trap
def counts_with_unit(page: Page, rng: random.Random) -> None:
    """9件, 3 项."""
    for cell in _counts(page):
        if cell.text:
            cell.text += rng.choice(["件", " 件", "项"])


@trap
def thousands(page: Page, rng: random.Random) -> None:
    """1,234 and 1，234."""
    for cell in page.value_cells():
        if cell.text:
            whole, dot, rest = f"{Decimal(cell.text):,}".partition(".")
            cell.text = whole.replace(",", rng.choice([",", "，"])) + dot + rest


@trap
def remarks(page: Page, rng: random.Random) -> None:
    """22（其中修订16件）."""
    for cell in _counts(page):
        if cell.text and rng.random() < 0.5:
            cell.text += rng.choice(["（其中修订1件）", "（含自然失效2件）", " (含上年3件)"])


@trap
def signs(page: Page, rng: random.Random) -> None:
    """减4, +22, --253 under 本年增/减."""
    for cell in page.value_cells():
        if cell.key and cell.key.endswith(".net_change") and cell.text:
            number = int(cell.text)
            positive, negative = rng.choice([("+", "-"), ("增", "减"), ("增加", "减少"), ("", "--")])
            cell.text = f"{positive if number >= 0 else negative}{abs(number)}"


@trap
def money_with_unit(page: Page, rng: random.Random) -> None:
    """251000元, 103.3879万元, 采购总金额(万元)."""
    unit = rng.choice(["元", "万元"])
    for cell in page.value_cells():
        if cell.text and page.form.by_key[cell.key or ""].value_type == "decimal":
            cell.text += unit


@trap
def entities(page: Page, rng: random.Random) -> None:
    """Digits as character references."""
    page.wrap_value = lambda text: "".join(f"&#{ord(c)};" for c in text)


@trap
def radicals(page: Page, rng: random.Random) -> None:
    """Kangxi and supplement radicals for ordinary characters, as PDF text has them."""
    table = str.maketrans(
        {"人": "⼈", "文": "⽂", "大": "⼤", "不": "不", "行": "⾏", "见": "⻅", "长": "⻓", "民": "⺠"}
    )
    page.wrap_label = lambda text: html.escape(text.translate(table))


@trap
def hidden_text(page: Page, rng: random.Random) -> None:
    """Comments, invisible spans and scripts inside cells."""
    page.wrap_value = lambda text: (
        f"<!--9--><span style='display:none'>7</span>{html.escape(text)}<script>var a=5;</script>"
    )


@trap
def number_in_table(page: Page, rng: random.Random) -> None:
    """Every number in a table of one cell inside its cell."""
    page.wrap_value = lambda text: f"<table><tr><td>{html.escape(text)}</td></tr></table>"


@trap
def bare_text(page: Page, rng: random.Random) -> None:
    """Some cells with paragraphs, some without, empty paragraphs before and after."""
    page.wrap_value = lambda text: rng.choice(
        ["{}", "<p>{}</p>", "<div><p></p><p>{}</p></div>", "{}<br>", "<p>{}</p><p>&nbsp;</p>"]
    ).format(html.escape(text))


@trap
def line_breaks_in_source(page: Page, rng: random.Random) -> None:
    """Tabs and newlines of the source around everything."""
    page.wrap_value = lambda text: f"\r\n\t\t{html.escape(text)}\r\n\t"
    page.wrap_label = lambda text: f"\r\n\t\t{html.escape(text)}\r\n\t"


# --- labels -----------------------------------------------------------------------------------------------------------


@trap
def short_labels(page: Page, rng: random.Random) -> None:
    """The short printings the form knows."""
    variants = {
        label: row.variants for table in page.form.tables for row in table.rows for label in [row.label] if row.variants
    }
    for cell in _labels(page):
        for label, choices in variants.items():
            if cell.text.endswith(label):
                cell.text = cell.text.removesuffix(label) + rng.choice(choices)


@trap
def numbering_dropped(page: Page, rng: random.Random) -> None:
    """Labels without their numbers."""
    for cell in _labels(page):
        cell.text = re.sub(r"^(?:[一二三四]、|\([一二三四五六七]\)|[0-9]\.)", "", cell.text)


@trap
def other_numbering(page: Page, rng: random.Random) -> None:
    """1、 and ① for 1., （一） for (一)."""
    circled = dict(zip("123456789", "①②③④⑤⑥⑦⑧⑨", strict=True))
    for cell in _labels(page):
        if match := re.match(r"^([0-9])\.", cell.text):
            cell.text = rng.choice([f"{match[1]}、", circled[match[1]], f"（{match[1]}）"]) + cell.text[2:]
        cell.text = cell.text.replace("(", "（").replace(")", "）")


@trap
def misprints(page: Page, rng: random.Random) -> None:
    """Misprints that were published."""
    wrong = {
        "其他法律行政法规禁止公开": "其他法律行政止公开",
        "行政复议": "行政法复议",
        "属于行政执法案卷": "属于行政执行案卷",
        "行政事业性收费": "行政事业型收费",
        "社会公益组织": "社会公益性组织",
        "无正当理由大量反复申请": "无正当理由大量反复的申请",
        "危及“三安全一稳定”": "危及三安全一稳定",
    }
    for cell in _labels(page):
        for right, printed in wrong.items():
            if cell.text.endswith(right):
                cell.text = cell.text.removesuffix(right) + printed


@trap
def glued_labels(page: Page, rng: random.Random) -> None:
    """（三）不予公开 and 1.属于国家秘密 in one cell, the group not spanning."""
    for row in page.table("t3").rows:
        for place, cell in enumerate(row):
            if cell.rowspan > 1 and cell.text.startswith("(") and place + 1 < len(row):
                row[place + 1].text = f"{cell.text}{row[place + 1].text}"
    _drop_groups(page.table("t3"))


@trap
def no_groups(page: Page, rng: random.Random) -> None:
    """The columns of group labels left out: one label column."""
    _drop_groups(page.table("t3"))


# --- grids ------------------------------------------------------------------------------------------------------------


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
        _spell_out_rowspans(table.rows)


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


# --- which tables -----------------------------------------------------------------------------------------------------


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
    _spell_out_rowspans(rows)
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
def prose_with_numbers(page: Page, rng: random.Random) -> None:
    """Text between tables that states other figures."""
    for table in page.tables:
        table.above.append(f"全年共收到政府信息公开申请{rng.randrange(900)}件，办结{rng.randrange(900)}件。")


# --- the source -------------------------------------------------------------------------------------------------------


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
    page.head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'


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


# --- helpers ----------------------------------------------------------------------------------------------------------


def _counts(page: Page) -> list[C]:
    return [cell for cell in page.value_cells() if page.form.by_key[cell.key or ""].value_type == "int"]


def _labels(page: Page) -> list[C]:
    return [cell for table in page.tables for cell in table.cells() if not cell.key]


def _drop_groups(table: T) -> None:
    for row in table.rows[3:]:
        row[:] = [cell for cell in row if cell.key or cell.rowspan == 1]
        for cell in row:
            cell.colspan = 1
    table.rows[0][0].colspan = 1


def _spell_out_rowspans(rows: Rows) -> None:
    """Empty cells in place of every rowspan."""
    width = 15
    pending: list[tuple[int, int, int]] = []  # row, column, colspan
    for number, row in enumerate(rows):
        for _, column, colspan in sorted(p for p in pending if p[0] == number):
            _insert_at(row, column, C("", colspan=colspan))
        column = 0
        for cell in row:
            if cell.rowspan > 1:
                pending += [(number + n, column, cell.colspan) for n in range(1, cell.rowspan)]
                cell.rowspan = 1
            column += cell.colspan
        assert column <= width


def _insert_at(row: list[C], column: int, cell: C) -> None:
    at = place = 0
    while place < len(row) and at < column:
        at += row[place].colspan
        place += 1
    row.insert(place, cell)


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
    _spell_out_rowspans(table.rows)
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
