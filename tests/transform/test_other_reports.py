"""Another organ's or year's tables beside the own, under every kind of heading, on pages that close nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from itertools import product

import pytest

from tests.transform.containers import CONTAINERS
from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import C, Page, T, make_page
from tests.transform.generator.score import Score
from tests.transform.generator.trial import EDITIONS
from transform.models import Hints
from transform.parse import parse_document

HEADINGS = [
    "示例县教育局{year}年政府信息公开工作年度报告",
    "示例县教育局{last}年政府信息公开工作年度报告",
    "示例县人民政府{last}年政府信息公开工作年度报告",
    "附件：示例县教育局{year}年度政府信息公开统计表",
    "乙镇{year}年政府信息公开情况统计表",
    "{last}年度数据（供参考）",
    "附：去年数据",
    "示例县教育局",
    "（样表）",
]
MARKUP = [
    "<p>{}</p>", "<h2>{}</h2>", "<br><b>{}</b><br>", "<div>{}</div>", "<center><font>{}</font></center>", "{}",
    "<span>{}</span>", "<p><strong>{}</strong></p>", "<tr><td colspan=15>{}</td></tr>", "caption", "row",
]  # fmt: skip
SOME = [("t2", "t3", "t4"), ("t3",), ("t4",), ("t3", "t4")]
SECTIONS = "<p>[一二三四五六]、.*?</p>"
BREAKS: dict[str, Callable[[str], str]] = {
    "nothing": lambda text: text,
    "the ends of tables": lambda text: text.replace("</tbody></table>", ""),
    "the ends of their parts": lambda text: re.sub("</(?:td|th|tr|tbody|table)>", "", text),
    "all ends": lambda text: re.sub("</(?:td|tr|tbody|table|p|div|h1|h2)>|<tbody>", "", text),
    "the ends of rows": lambda text: re.sub("</tr>|</tbody>", "", text),
    "headings": lambda text: re.sub("<p>[二三四]、.*?</p>", "", text),
    "ends and headings": lambda text: re.sub("</(?:td|tr|tbody|table)>", "", re.sub(SECTIONS, "", text)),
}


def make_others(page: Page, codes: Sequence[str], rng: random.Random) -> list[T]:
    """Copies of the page's tables with other numbers."""
    others = [deepcopy(table) for table in page.tables if table.code in codes]
    for cell in (cell for table in others for cell in table.values()):
        cell.text = str(rng.randrange(100, 5_000))
    return others


def write(page: Page, tables: Sequence[T]) -> str:
    return "".join("".join(f"<p>{text}</p>" for text in table.above) + page.table_html(table) for table in tables)


def head(page: Page, others: Sequence[T], heading: str, markup: str) -> str:
    """The other tables under their heading."""
    if markup == "caption":
        others[0].caption = heading
    elif markup == "row":
        others[0].rows.insert(0, [C(heading, colspan=10)])
    return ("" if markup in ("caption", "row") else markup.format(heading)) + write(page, others)


@pytest.mark.parametrize("is_below", [True, False])
@pytest.mark.parametrize("lost", BREAKS)
def test_none_of_their_numbers_is_taken(lost: str, is_below: bool) -> None:
    score = Score()
    drawn = random.Random(f"{lost} {is_below}")
    for number, (heading, markup, codes) in enumerate(drawn.sample(list(product(HEADINGS, MARKUP, SOME)), 45)):
        rng = random.Random(number)
        page = make_page(edition := rng.choice(EDITIONS), realistic_numbers(edition, rng))
        said = heading.format(year=page.year, last=page.year - 1)
        own, other = write(page, page.tables), head(page, make_others(page, codes, rng), said, markup)
        tables = own + other if is_below else other + own
        body = f"<h1>{page.title}</h1><p>一、总体情况</p><p>依法公开。</p>{tables}<p>五、存在的主要问题</p><p>无。</p>"
        start = f"<html><head><meta charset=utf-8><title>{page.title}</title></head><body>"
        text = f"{start}{BREAKS[lost](body)}</body></html>"
        score.add(f"{said} {markup} {codes}", parse_document(text.encode(), Hints()), page.truth)
    assert score.wrong == []


@pytest.mark.parametrize("is_below", [True, False])
@pytest.mark.parametrize("container", ["docx", "markdown", "one cell a line", "xlsx"])
def test_nor_in_other_containers(container: str, is_below: bool) -> None:
    score = Score()
    drawn = random.Random(f"{container} {is_below}")
    for number, (heading, codes) in enumerate(drawn.sample(list(product(HEADINGS, SOME)), 14)):
        rng = random.Random(number)
        page = make_page(edition := rng.choice(EDITIONS), realistic_numbers(edition, rng))
        others = make_others(page, codes, rng)
        said = heading.format(year=page.year, last=page.year - 1)
        others[0].above.insert(0, said)
        page.tables[:] = [*page.tables, *others] if is_below else [*others, *page.tables]
        score.add(f"{said} {codes}", parse_document(CONTAINERS[container](page), Hints()), page.truth)
    assert score.wrong == []


@pytest.mark.parametrize(
    ("heading", "is_own"),
    [
        ("<p>附：示例县教育局</p>", False),
        ("<p>附件1：示例县教育局{year}年度统计表</p>", False),
        ("<h3>示例县教育局</h3>", False),
        ("caption", False),
        ("<h3>示例县人民政府</h3>", True),
        ("<h3>示例县人民政府办公室</h3>", True),
        ("<p>附件1：示例县人民政府办公室统计表</p>", True),
        ("<p>附：全县汇总情况</p>", True),
        ("<p>示例县人民政府办公室</p>", True),
        ("<p>示例县政务公开领导小组办公室</p>", True),
        ("<p>填报单位：示例县人民政府办公室</p>", True),
        ("<p>示例县数据统计表</p>", True),
        ("<p>各部门情况汇总表</p>", False),
    ],
)
def test_a_report_without_tables_does_not_take_those_of_another_organ(heading: str, is_own: bool) -> None:
    """Headed by its name alone; the figures of a government may stand under the name of its office."""
    page = make_page("2021", realistic_numbers("2021", random.Random(heading)))
    if heading == "caption":
        page.tables[0].caption = "示例县教育局"
    for table in page.tables:
        table.above = []
    tables = ("" if heading == "caption" else heading.format(year=page.year)) + write(page, page.tables)
    body = f"<h1>{page.title}</h1><p>一、总体情况</p><p>依法公开。</p><p>二、存在的主要问题</p><p>无。</p>{tables}"
    page_text = f"<html><head><meta charset=utf-8><title>{page.title}</title></head><body>{body}</body></html>"
    report = parse_document(page_text.encode(), Hints())
    read = {cell.key: cell.value for cell in report.cells if cell.value is not None}
    assert read == ({key: value for key, value in page.truth.items() if value is not None} if is_own else {})


@pytest.mark.parametrize(
    ("organ", "heading", "is_own"),
    [
        ("示例县水务局", "全县申请情况汇总表", False),
        ("示例县水务局", "示例县水务局本级统计表", True),
        ("示例县水务局", "县水务局", True),
        ("示例县政务公开办公室", "全县情况统计表", True),
        ("示例县人民政府办公室", "示例县人民政府", True),
        ("示例县人民政府", "示例县", True),
    ],
)
def test_a_plain_caption_says_whose_tables_follow(organ: str, heading: str, is_own: bool) -> None:
    """全县 is a government's own, and that of who keeps its figures."""
    page = make_page("2021", realistic_numbers("2021", random.Random(heading)), organ=organ)
    page.tables[0].above = [heading]
    tables = write(page, page.tables)
    body = f"<h1>{page.title}</h1><p>一、总体情况</p><p>依法公开。</p><p>二、存在的主要问题</p><p>无。</p>{tables}"
    text = f"<html><head><meta charset=utf-8><title>{page.title}</title></head><body>{body}</body></html>"
    cells = parse_document(text.encode(), Hints()).cells
    assert any(cell.key.startswith("t2") and cell.value is not None for cell in cells) == is_own
