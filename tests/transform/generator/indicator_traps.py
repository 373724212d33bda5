"""Further ways in which sites set the single-value tables of 2008-2018."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from itertools import pairwise

from tests.transform.generator.indicator_pages import IndicatorPage, indicator_trap, table_html

Rows = list[list[str]]


def _rewrite(page: IndicatorPage, change: Callable[[str], str]) -> None:
    """The table written as ever, its markup changed."""
    before = page.write_table
    page.write_table = lambda rows: change(before(rows))


def _change_values(page: IndicatorPage, change: Callable[[str], str]) -> None:
    for row in page.rows:
        row[2:] = [change(text) if text else text for text in row[2:]]


@indicator_trap
def word_runs(page: IndicatorPage, rng: random.Random) -> None:
    """Every character in a span of its own, empty ones between."""

    def spell(found: re.Match[str]) -> str:
        return ">" + "".join(f"<span>{c}</span><o:p></o:p>" for c in found[1]) + "<"

    _rewrite(page, lambda text: re.sub(r">(\d+)<", spell, text))


@indicator_trap
def thousands_with_units(page: IndicatorPage, rng: random.Random) -> None:
    """12,345条 beside a column of units."""
    _change_values(page, lambda text: f"{int(text):,}" if rng.random() < 0.7 else text)


@indicator_trap
def wide_digits(page: IndicatorPage, rng: random.Random) -> None:
    """Full-width digits."""
    _change_values(page, lambda text: text.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789"}))


@indicator_trap
def other_years_beside(page: IndicatorPage, rng: random.Random) -> None:
    """Last year and the change behind this year's figure."""
    if len(page.form.tables[0].columns) > 1:
        return
    page.header = ["统计指标", "单位", f"{page.year}年", f"{page.year - 1}年", "增减"]
    for row in page.rows:
        row.extend([str(rng.randrange(9000)), str(rng.randrange(-50, 50))] if row[2] else ["", ""])


@indicator_trap
def last_year_on_the_right(page: IndicatorPage, rng: random.Random) -> None:
    """The whole table twice, this year's left, last year's right, a blank column between or none."""
    gap = [""] * rng.randrange(2)

    def write(rows: Rows) -> str:
        width = len(rows[0])
        blank = [""] * (width - 1)
        years = [f"{page.year}年", *blank, *gap, f"{page.year - 1}年", *blank]
        others = [[*row[:2], *(str(rng.randrange(9000)) for _ in row[2:])] for row in rows[1:]]
        pairs = zip(rows, [rows[0], *others], strict=True)
        return table_html([years, *([*row, *gap, *other] for row, other in pairs)])

    page.write_table = write


@indicator_trap
def last_year_first(page: IndicatorPage, rng: random.Random) -> None:
    """上年 before 本年."""
    if len(page.form.tables[0].columns) > 1:
        return
    page.header = ["统计指标", "单位", "上年", "本年"]
    for row in page.rows:
        row.insert(2, str(rng.randrange(9000)) if row[2] else "")


@indicator_trap
def cumulative_behind(page: IndicatorPage, rng: random.Random) -> None:
    """历年累计 behind."""
    if len(page.form.tables[0].columns) > 1:
        return
    page.header = ["指标名称", "单位", "本年", "历年累计"]
    for row in page.rows:
        row.append(str(rng.randrange(90_000)) if row[2] else "")


@indicator_trap
def row_numbers_before(page: IndicatorPage, rng: random.Random) -> None:
    """序号 before."""
    page.header.insert(0, "序号")
    for number, row in enumerate(page.rows, start=1):
        row.insert(0, str(number))


@indicator_trap
def remarks_behind(page: IndicatorPage, rng: random.Random) -> None:
    """备注 behind, with words and figures."""
    page.header.append("备注")
    for row in page.rows:
        row.append(rng.choice(["", "含网络3件", "—"]))


@indicator_trap
def units_in_labels(page: IndicatorPage, rng: random.Random) -> None:
    """No column of units: 主动公开信息数（条）."""
    del page.header[1]
    for row in page.rows:
        row[0] += f"（{row.pop(1)}）" if row[1] else row.pop(1)


@indicator_trap
def raised_notes(page: IndicatorPage, rng: random.Random) -> None:
    """Notes behind figures, and figures nobody sees."""
    marks = ["<sup>1</sup>", "<sup>[2]</sup>", "<span style='visibility:hidden'>7</span>", ""]
    marks.append("<span style='display:none'>5</span>")
    _rewrite(page, lambda text: re.sub(r">(\d+)<", lambda m: f">{m[1]}{rng.choice(marks)}<", text))


@indicator_trap
def wrapped_in_tables(page: IndicatorPage, rng: random.Random) -> None:
    """The table in a cell in a table."""
    around = "<table><tr><td>&nbsp;</td><td><table><tr><td>{}</td></tr></table></td></tr></table>"
    _rewrite(page, around.format)


@indicator_trap
def fields_of_a_form(page: IndicatorPage, rng: random.Random) -> None:
    """Figures as the values of fields."""
    _rewrite(page, lambda text: re.sub(r">(\d+)<", r"><input type=text value='\1' readonly><", text))


@indicator_trap
def cells_without_ends(page: IndicatorPage, rng: random.Random) -> None:
    """No end tags."""
    _rewrite(page, lambda text: re.sub(r"</t[dr]>", "", text))


@indicator_trap
def a_list_of_terms(page: IndicatorPage, rng: random.Random) -> None:
    """<dl>: a label, its figure and its unit; a slash for none."""
    if len(page.form.tables[0].columns) > 1:
        return
    _fill(page)

    def write(rows: Rows) -> str:
        figures = ("" if not row[2] else f"<dd>{row[2]}{'' if row[2] == '/' else row[1]}</dd>" for row in rows[1:])
        terms = (f"<dt>{html.escape(row[0])}</dt>" for row in rows[1:])
        return f"<dl>{''.join(term + figure for term, figure in zip(terms, figures, strict=True))}</dl>"

    page.write_table = write


@indicator_trap
def paragraphs_with_tabs(page: IndicatorPage, rng: random.Random) -> None:
    """A paragraph a row, set with tabs."""
    _fill(page)
    tab = "<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp;&nbsp; </span>"
    page.write_table = lambda rows: "".join(f"<p>{tab.join(filter(None, row))}</p>" for row in rows)


@indicator_trap
def grid_of_boxes(page: IndicatorPage, rng: random.Random) -> None:
    """Boxes that a style flows into columns, units among them."""

    def write(rows: Rows) -> str:
        boxes = "".join(f"<div>{html.escape(text)}</div>" for row in rows for text in row)
        return f"<div style='display:grid;grid-template-columns:repeat({len(rows[0])},1fr)'>{boxes}</div>"

    page.write_table = write


@indicator_trap
def codes_in_paragraphs(page: IndicatorPage, rng: random.Random) -> None:
    """A paragraph a row, its number in the form of 2008 between label and unit."""
    if len(page.form.tables[0].columns) == 1:
        return
    _fill(page)
    page.header.insert(1, "代码")
    for number, row in enumerate(page.rows, start=1):
        row.insert(1, f"{number:02}")
    page.write_table = lambda rows: "".join(f"<p>{'&emsp;&emsp;'.join(row)}</p>" for row in rows)


@indicator_trap
def lines_in_a_paragraph(page: IndicatorPage, rng: random.Random) -> None:
    """One paragraph, a line a row."""
    _fill(page)
    page.write_table = lambda rows: f"<p>{'<br>'.join('&nbsp;&nbsp;'.join(filter(None, row)) for row in rows)}</p>"


@indicator_trap
def labels_with_colons(page: IndicatorPage, rng: random.Random) -> None:
    """主动公开信息数：123 in a list."""
    if len(page.form.tables[0].columns) > 1:
        return
    _fill(page)
    page.write_table = lambda rows: "<ul>" + "".join(f"<li>{row[0]}：{row[2]}</li>" for row in rows[1:]) + "</ul>"


@indicator_trap
def a_table_a_section(page: IndicatorPage, rng: random.Random) -> None:
    """A table for each section of the form, each with the header."""
    starts = [n for n, row in enumerate(page.rows) if re.match("[一二三四五六七八九]、", row[0])] or [0, 12, 24]

    def write(rows: Rows) -> str:
        head, body = rows[0], rows[1:]
        bounds = sorted({0, *starts, len(body)})
        return "".join(table_html([head, *body[a:b]]) + "<p></p>" for a, b in pairwise(bounds))

    page.write_table = write


@indicator_trap
def header_in_a_table_of_its_own(page: IndicatorPage, rng: random.Random) -> None:
    """As scripts set a table whose header stays when the rows are scrolled."""
    page.write_table = lambda rows: f"<div>{table_html(rows[:1])}</div><div>{table_html(rows[1:])}</div>"


@indicator_trap
def units_behind(page: IndicatorPage, rng: random.Random) -> None:
    """The unit behind the figure."""
    for row in [page.header, *page.rows]:
        row.append(row.pop(1))


def _fill(page: IndicatorPage) -> None:
    headers = {row.label for row in page.form.tables[0].rows if row.is_header}
    for row in page.rows:
        is_header = any(row[0].endswith(label) for label in headers) and not any(row[2:])
        row[2:] = [text or ("" if is_header else "/") for text in row[2:]]
