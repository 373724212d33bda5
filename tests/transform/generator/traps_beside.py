"""Traps of other tables and lines beside the report's own: copies nobody sees, panes, notes that name another year."""

from __future__ import annotations

import random
from copy import deepcopy

from tests.transform.generator.page import C, Page, T
from tests.transform.generator.parts import place_cells
from tests.transform.generator.registry import trap


def _other_tables(page: Page, rng: random.Random) -> str:
    others = deepcopy(page.tables)
    for cell in (cell for table in others for cell in table.values()):
        cell.text = str(rng.randrange(9000))
    return "".join(map(page.table_html, others))


@trap
def tables_off_the_screen(page: Page, rng: random.Random) -> None:
    """Other tables in a part without colour, off the screen."""
    page.tail.append(f"<div style='opacity:0;position:absolute;left:-9999px'>{_other_tables(page, rng)}</div>")


@trap
def tables_in_templates(page: Page, rng: random.Random) -> None:
    """Other tables in a template, for readers without scripts, and in a comment."""
    others = _other_tables(page, rng)
    page.tail.append(f"<template>{others}</template><noscript>{others}</noscript><!--{others}-->")


@trap
def struck_column(page: Page, rng: random.Random) -> None:
    """A column of withdrawn figures behind Table 3."""
    rows = page.table("t3").rows
    rows[0].append(C("原数", rowspan=3))
    for row in rows[3:]:
        row.append(C("", markup=f"<s>{rng.randrange(999)}</s>"))


@trap
def struck_lines(page: Page, rng: random.Random) -> None:
    """A withdrawn figure on a line of its own above the one that counts."""
    for cell in page.value_cells():
        if cell.text and rng.random() < 0.3:
            cell.markup = rng.choice(
                ["<p><s>{0}</s></p><p>{1}</p>", "<s>{0}</s><br>{1}", "<div><del>{0}</del></div>{1}"]
            )
            cell.markup = cell.markup.format(rng.randrange(99), cell.text)


@trap
def faded_in(page: Page, rng: random.Random) -> None:
    """A page that a script fades in."""
    page.head += "<style>body{opacity:0;transition:opacity .3s}</style>"


@trap
def panes(page: Page, rng: random.Random) -> None:
    """A pane for every section, all but one hidden until somebody asks for it."""
    page.head += "<style>.pane{display:none}.pane.on{display:block}</style>"
    page.finish.append(lambda text: text.replace("<p>二、", "<div class='pane on'><p>二、"))
    page.finish.append(lambda text: text.replace("<p>三、", "</div><div class=pane><p>三、"))
    page.finish.append(lambda text: text.replace("<p>四、", "</div><div class=pane><p>四、"))
    page.finish.append(lambda text: text.replace("<p>五、", "</div><p>五、"))


@trap
def white_labels(page: Page, rng: random.Random) -> None:
    """Labels in white on a dark ground."""
    page.head += "<style>.head{background:#036;color:#fff}</style>"
    page.wrap_label = lambda text: f"<span class=head>{text}</span>"


@trap
def lines_of_other_years(page: Page, rng: random.Random) -> None:
    """Lines above the tables that name another year and head nothing."""
    page.table("t2").above.append(f"发布日期：{page.year + 1}-01-20")
    page.table("t3").above.append(f"（数据截至{page.year + 1}年1月10日）")
    page.table("t4").above.append(f"与{page.year - 1}年相比有所增加")


@trap
def copies_for_phones(page: Page, rng: random.Random) -> None:
    """Every table once more for narrow screens."""
    page.tail.append(f"<div class=mobile>{''.join(map(page.table_html, page.tables))}</div>")


@trap
def departments_by_applicant(page: Page, rng: random.Random) -> None:
    """A table of departments under Table 3's own columns; its last rows are named as rows of Table 3 are."""
    people = [C(column.label) for column in page.form.table("t3").columns]
    names = ["教育局", "民政局", "财政局", "其他", rng.choice(["总计", "合计"])]
    rows = [[C(name), *(C(str(rng.randrange(1, 99))) for _ in people)] for name in names]
    page.tables.insert(
        page.tables.index(page.table("t3")) + rng.randrange(2), T("other", [[C("单位"), *people], *rows])
    )


@trap
def departments_by_dispute(page: Page, rng: random.Random) -> None:
    """A table of departments whose columns are named as blocks of Table 4 are."""
    head = [C("单位"), C("行政复议"), C("行政诉讼"), C("总计")]
    rows = [[C(name), *(C(str(rng.randrange(1, 99))) for _ in head[1:])] for name in ("教育局", "民政局", "总计")]
    page.tables.append(T("other", [head, *rows], ["各部门复议诉讼情况"]))


@trap
def whole_report_of_last_year_above(page: Page, rng: random.Random) -> None:
    """Last year's report with its own title and period between the page's title and the report itself."""
    year = page.year - 1
    period = f"<p>本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。</p>"
    above = f"<h2>{page.title.replace(str(page.year), str(year))}</h2>{period}{_other_tables(page, rng)}<hr>"
    page.finish.append(lambda text: text.replace("</h1>", f"</h1>{above}<h2>{page.title}</h2>", 1))


@trap
def last_year_on_the_right(page: Page, rng: random.Random) -> None:
    """Every table twice, one beside the other: this year's left, last year's right, a blank column between or none."""
    for table in page.tables:
        right = deepcopy(table.rows)
        for cell in (cell for row in right for cell in row if cell.key):
            cell.key, cell.text = None, str(rng.randrange(9000))
        width = max(column for _, column in place_cells(table.rows)) + 1
        gap = [C("")] * rng.randrange(2)
        years = [C(f"{page.year}年", colspan=width), *gap, C(f"{page.year - 1}年", colspan=width)]
        table.rows = [years, *([*one, *gap, *other] for one, other in zip(table.rows, right, strict=True))]


@trap
def last_year_numbered_first(page: Page, rng: random.Random) -> None:
    """表1 2022年度情况 before 表2 2023年度情况: a number and a year that only a space keeps apart."""
    for table in list(page.tables):
        other = deepcopy(table)
        for cell in other.values():
            cell.text, cell.key = str(rng.randrange(9000)), None
        other.above = [*table.above, f"表1 {page.year - 1}年度情况"]
        table.above = [f"表2 {page.year}年度情况"]
        page.tables.insert(page.tables.index(table), other)


@trap
def years_compared(page: Page, rng: random.Random) -> None:
    """The rows of Table 3 once more, this year and the last beside each other."""
    table = page.table("t3")
    head = [C(text) for text in ("项目", f"{page.year}年", f"{page.year - 1}年", "增减")]
    rows = [[C(row[-8].text), *(C(str(rng.randrange(9000))) for _ in range(3))] for row in table.rows[3:]]
    page.tables.insert(page.tables.index(table) + rng.randrange(2), T("t3", [head, *rows], ["近两年情况"]))
