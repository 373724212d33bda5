"""Pages with the single-value table of 2014-2018, or the 35-code table of 2008-2013, and ways in which sites set it."""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from tests.transform.generator.numbers import Numbers
from transform.forms import Form, cell_key, load_forms

YEARS = {"2008": 2011, "2014": 2016}
ORGAN = "示例县人民政府办公室"


@dataclass
class IndicatorPage:
    """``rows`` are label, unit, values; ``before`` and ``after`` are markup around the table."""

    form: Form
    truth: Numbers
    header: list[str]
    rows: list[list[str]]
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    heading: str = "附表：政府信息公开情况统计表"
    write_table: Callable[[list[list[str]]], str] = field(default_factory=lambda: table_html)

    @property
    def year(self) -> int:
        """The statistics year."""
        return YEARS[self.form.edition]

    def write(self) -> bytes:
        """The page as bytes."""
        title = f"{ORGAN}{self.year}年政府信息公开工作年度报告"
        body = [f"<h1>{title}</h1>", *self.before, f"<p>{self.heading}</p>"]
        body += [self.write_table([self.header, *self.rows]), *self.after]
        head = f"<meta charset=utf-8><title>{title}</title>"
        return f"<html><head>{head}</head><body>{''.join(body)}</body></html>".encode()


def table_html(rows: list[list[str]]) -> str:
    """Rows of texts as a table."""
    lines = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def draw_numbers(form: Form, rng: random.Random) -> Numbers:
    """A number of its own for every second cell, 0 or nothing for the others."""
    drawn = rng.sample(range(3_000, 99_999), len(form.cells))
    plain = {cell.key: Decimal(number) for cell, number in zip(form.cells, drawn, strict=True)}
    return {key: rng.choice([number, number, Decimal(0), None]) for key, number in plain.items()}


def make_indicator_page(edition: str, numbers: Numbers) -> IndicatorPage:
    """The form as printed: one indicator a row."""
    form = load_forms()[edition]
    return IndicatorPage(form, dict(numbers), *indicator_rows(form, numbers))


def indicator_rows(form: Form, numbers: Numbers) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of the form with these numbers; None is a blank cell."""
    table = form.tables[0]
    rows = []
    for row in table.rows:
        keys = [cell_key(table, row.code, column.code) for column in table.columns]
        values = ["" if row.is_header or numbers[key] is None else str(numbers[key]) for key in keys]
        rows.append([printed_label(row.number or "", row.label), row.unit or "", *values])
    return ["统计指标", "单位", *(column.label for column in table.columns)], rows


def printed_label(number: str, label: str) -> str:
    """四 and 行政复议数量 make 四、行政复议数量; (一) and 1. need no mark, a code (01) is not part of the label."""
    if number.isdigit():
        return label
    return f"{number}{'、' if number and number in '一二三四五六七八九' else ''}{label}"


IndicatorTrap = Callable[[IndicatorPage, random.Random], None]
INDICATOR_TRAPS: dict[str, IndicatorTrap] = {}


def indicator_trap(function: IndicatorTrap) -> IndicatorTrap:
    """Register a trap under its name."""
    INDICATOR_TRAPS[function.__name__] = function
    return function


def _other_table(page: IndicatorPage, rng: random.Random) -> str:
    header, rows = indicator_rows(page.form, draw_numbers(page.form, rng))
    return table_html([header, *rows])


@indicator_trap
def plain(page: IndicatorPage, rng: random.Random) -> None:
    """Nothing odd."""


@indicator_trap
def last_year_below(page: IndicatorPage, rng: random.Random) -> None:
    """Last year's table behind this year's."""
    page.after = [f"<p>附：{page.year - 1}年政府信息公开工作统计表</p>", _other_table(page, rng)]


@indicator_trap
def last_year_above(page: IndicatorPage, rng: random.Random) -> None:
    """Last year's whole report before this year's table."""
    page.before = [f"<h2>{ORGAN}{page.year - 1}年政府信息公开工作年度报告</h2>", _other_table(page, rng)]
    page.heading = f"{ORGAN}{page.year}年政府信息公开情况统计表"


@indicator_trap
def last_year_above_with_its_period(page: IndicatorPage, rng: random.Random) -> None:
    """The same, each report with the period that it is about."""
    years = (page.year - 1, page.year)
    titles, periods = (
        [f"<h2>{ORGAN}{year}年政府信息公开工作年度报告</h2>" for year in years],
        [f"<p>本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。</p>" for year in years],
    )
    page.before = [titles[0], periods[0], _other_table(page, rng), titles[1], periods[1]]


@indicator_trap
def towns_below(page: IndicatorPage, rng: random.Random) -> None:
    """One table for every town of the county, behind the county's own."""
    for town in ("甲镇", "乙镇", "丙乡"):
        page.after += [f"<h3>{town}{page.year}年政府信息公开情况统计表</h3>", _other_table(page, rng)]


@indicator_trap
def blank_form_below(page: IndicatorPage, rng: random.Random) -> None:
    """The empty form to download."""
    header, rows = indicator_rows(page.form, dict.fromkeys(page.truth))
    page.after = ["<p>空白表供各单位下载</p>", table_html([header, *rows])]


@indicator_trap
def printed_twice(page: IndicatorPage, rng: random.Random) -> None:
    """The same table for wide and for narrow screens."""
    page.after = [page.write_table([page.header, *page.rows])]


@indicator_trap
def cut_by_a_page(page: IndicatorPage, rng: random.Random) -> None:
    """The table in two, the header printed again."""
    at = len(page.rows) // 2
    page.write_table = lambda rows: table_html(rows[: at + 1]) + "<p>- 2 -</p>" + table_html([rows[0], *rows[at + 1 :]])


@indicator_trap
def two_halves(page: IndicatorPage, rng: random.Random) -> None:
    """Two indicators a row, to save paper."""
    at = (len(page.rows) + 1) // 2
    right = [*page.rows[at:], *([""] * len(page.header) for _ in range(2 * at - len(page.rows)))]
    page.header = page.header * 2
    page.rows = [[*one, *other] for one, other in zip(page.rows[:at], right, strict=True)]


@indicator_trap
def blank_columns(page: IndicatorPage, rng: random.Random) -> None:
    """A sheet: the title above in the table, and columns in which nothing stands."""
    page.rows = [["", *row, "", ""] for row in page.rows]
    page.header = ["", *page.header, "", ""]
    title = f"{ORGAN}{page.year}年政府信息公开情况统计表"
    page.write_table = lambda rows: table_html([["", title, *[""] * (len(rows[0]) - 2)], *rows])


@indicator_trap
def section_beside(page: IndicatorPage, rng: random.Random) -> None:
    """The section's name in a column of its own before every row."""
    section = ""
    for row in page.rows:
        section = row[0] if row[0][1:2] == "、" else section
        row.insert(0, section if section != row[0] else "")
    page.header.insert(0, "")
