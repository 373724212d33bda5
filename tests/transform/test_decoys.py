"""Tables of another year, another organ or nobody's, where the report's own cannot be read: none of them is taken."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal

import pytest

from tests.transform.generator.indicator_pages import draw_numbers, make_indicator_page
from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import C, Page, T, make_page
from tests.transform.generator.traps import TRAPS
from transform.forms import load_forms
from transform.models import CellStatus, Hints, ParsedReport
from transform.parse import parse_document


def as_picture(table: T) -> None:
    table.rows[:] = [[C("", markup="<img src=table.png>")]]


def with_other_words(table: T) -> None:
    """Labels that nobody knows."""
    for cell in table.cells():
        if not cell.key:
            cell.text = "".join(chr(ord(character) + 7) for character in cell.text)


def without_numbers(table: T) -> None:
    for cell in table.values():
        cell.text = "见附件"


LOSSES = [as_picture, with_other_words, without_numbers]
HEADINGS = [
    "附：{last}年度收到和处理政府信息公开申请情况",
    "{last}年度收到和处理政府信息公开申请情况",
    "去年同期数据",
    "上年度数据",
    "上年度（{last}年）收到和处理政府信息公开申请情况",
    "附表：{last}年数据",
    "（{last}年）",
    "历年数据",
    "填报样表",
    "填写示例",
    "{last}年示例县人民政府政府信息公开工作年度报告",
    "示例县教育局{year}年政府信息公开工作年度报告",
    "样表（供参考）",
    "附：示例县人民政府信访办公室",
    "附：上一年度情况",
    "上一年度统计表",
    "附件：年度报告格式",
    "更正前的数据：",
    "示例县教育局收到和处理政府信息公开申请情况",
    "示例县甲镇情况统计表",
    "甲镇：",
    "示例县教育局",
    "附件2：甲镇{year}年度申请办理情况统计表",
    "填报单位：示例县教育局",
    "各乡镇（街道）数据汇总",
]


def make(lose: Callable[[T], None], *, codes: tuple[str, ...] = ("t3",)) -> tuple[Page, list[T]]:
    """A page that lost its own tables, and the same tables with other numbers."""
    rng = random.Random(3)
    page = make_page(
        "2021", {key: value + 1 for key, value in realistic_numbers("2021", rng).items() if value is not None}
    )
    decoys = [deepcopy(page.table(code)) for code in codes]
    for cell in (cell for decoy in decoys for cell in decoy.values()):
        cell.text = str(rng.randrange(5_000, 90_000))
    for code in codes:
        lose(page.table(code))
    return page, decoys


def taken(report: ParsedReport, codes: tuple[str, ...] = ("t3",)) -> dict[str, Decimal]:
    return {cell.key: cell.value for cell in report.cells if cell.value is not None and cell.key[:2] in codes}


@pytest.mark.parametrize("lose", LOSSES)
@pytest.mark.parametrize("heading", HEADINGS)
def test_one_table_of_somebody_else(lose: Callable[[T], None], heading: str) -> None:
    page, (decoy,) = make(lose)
    decoy.above = [heading.format(year=page.year, last=page.year - 1)]
    page.tables.append(decoy)
    assert taken(parse_document(page.write(), Hints())) == {}


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("place", ["caption", "row"])
def test_a_heading_inside_the_table(heading: str, place: str) -> None:
    page, (decoy,) = make(as_picture)
    text = heading.format(year=page.year, last=page.year - 1)
    decoy.above = []
    if place == "caption":
        decoy.caption = text
    else:
        decoy.rows.insert(0, [C(text, colspan=10)])
    page.tables.append(decoy)
    assert taken(parse_document(page.write(), Hints())) == {}


@pytest.mark.parametrize("lose", LOSSES)
@pytest.mark.parametrize("codes", [("t3",), ("t2", "t3", "t4")])
def test_a_hidden_table(lose: Callable[[T], None], codes: tuple[str, ...]) -> None:
    page, decoys = make(lose, codes=codes)
    page.tail.append(f"<div style='display:none'>{''.join(map(page.table_html, decoys))}</div>")
    assert taken(parse_document(page.write(), Hints()), codes) == {}


@pytest.mark.parametrize("lose", LOSSES)
@pytest.mark.parametrize(
    "title",
    [
        "附：{last}年政府信息公开工作统计表",
        "{organ}{last}年政府信息公开工作年度报告",
        "示例县教育局{year}年政府信息公开工作年度报告",
    ],
)
def test_all_tables_of_somebody_else(lose: Callable[[T], None], title: str) -> None:
    codes = ("t2", "t3", "t4")
    page, decoys = make(lose, codes=codes)
    decoys[0].above.insert(0, title.format(year=page.year, last=page.year - 1, organ=page.organ))
    page.tables += decoys
    assert taken(parse_document(page.write(), Hints()), codes) == {}


def test_a_whole_article_that_a_script_shows_is_read() -> None:
    """Everything hidden is hidden until a script shows it."""
    page = make_page("2021", realistic_numbers("2021", random.Random(4)))
    page.finish.append(lambda text: text.replace("<div class='con'>", "<div class='con' style='display:none'>"))
    cells = {cell.key: cell.value for cell in parse_document(page.write(), Hints()).cells}
    assert cells == page.truth


@pytest.mark.parametrize("edition", ["2008", "2014"])
@pytest.mark.parametrize("heading", [heading for heading in HEADINGS if "申请情况" not in heading])
def test_a_single_value_table_of_somebody_else(edition: str, heading: str) -> None:
    """The report's own is a picture in its first section."""
    page = make_indicator_page(edition, draw_numbers(load_forms()[edition], random.Random(edition)))
    page.before = ["<p>一、概述</p><p>二、主动公开政府信息情况</p><img src=table.png>"]
    page.heading = heading.format(year=page.year, last=page.year - 1)
    cells = parse_document(page.write(), Hints()).cells
    assert [cell for cell in cells if cell.value is not None] == []


def test_another_organ_below_in_traditional_characters() -> None:
    """The title over the other tables is one in these characters too."""
    page = make_page("2021", realistic_numbers("2021", random.Random(5)))
    TRAPS["another_organ_below"](page, random.Random(5))
    TRAPS["traditional_characters"](page, random.Random(5))
    cells = {cell.key: cell.value for cell in parse_document(page.write(), Hints()).cells}
    assert cells == page.truth


@pytest.mark.parametrize("lost", ["去年同期数据", "表1 {last}年度情况"])
def test_a_heading_without_its_table_says_nothing_of_this_years_below_it(lost: str) -> None:
    """Last year's table strayed behind all others, where nothing says that it is last year's."""
    page, (decoy,) = make(lambda table: None)
    page.table("t3").above += [lost.format(last=page.year - 1), f"{page.year}年度情况"]
    decoy.above = []
    page.tables.append(decoy)
    report = parse_document(page.write(), Hints())
    assert taken(report) == {}
    assert {cell.status for cell in report.cells if cell.key.startswith("t3.")} == {CellStatus.AMBIGUOUS}
    page.tables.remove(decoy)
    assert taken(parse_document(page.write(), Hints())) == {k: v for k, v in page.truth.items() if k.startswith("t3.")}
