"""Single-value tables (2008-2018) set in strips, in other containers than HTML: nothing wrong, every number read."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.transform.generator.indicator_pages import ORGAN, IndicatorPage, draw_numbers, make_indicator_page
from tests.transform.generator.indicator_strips import cut_strips
from tests.transform.generator.score import Score
from tests.transform.pdf_writer import PdfPage, write_pdf
from tests.transform.reading import write_book
from transform.forms import load_forms
from transform.models import Hints, ParsedReport
from transform.parse import parse_document

Rows = list[list[str]]


def make_strips(edition: str, width: int) -> tuple[IndicatorPage, list[Rows]]:
    page = make_indicator_page(edition, draw_numbers(load_forms()[edition], random.Random(edition)))
    return page, list(cut_strips([page.header, *page.rows], width, has_heads=True))


def titles(page: IndicatorPage) -> list[str]:
    return [f"{ORGAN}{page.year}年政府信息公开工作年度报告", "一、概述", "本机关依法公开。", page.heading]


def as_workbook(page: IndicatorPage, strips: list[Rows]) -> bytes:
    figures = [[int(text) if text.isdigit() else text or None for text in row] for strip in strips for row in strip]
    return write_book([*([text] for text in titles(page)), *figures])


def as_tabs(page: IndicatorPage, strips: list[Rows]) -> bytes:
    return "\n".join([*titles(page), *("\t".join(row) for strip in strips for row in strip)]).encode()


def as_markdown(page: IndicatorPage, strips: list[Rows]) -> bytes:
    lines = [line for strip in strips for row in strip for line in (f"| {' | '.join(row)} |",)]
    return "\n".join([*titles(page), "", lines[0], "|---" * 7 + "|", *lines[1:], ""]).encode()


def as_pdf(page: IndicatorPage, strips: list[Rows]) -> bytes:
    sheets = [PdfPage()]
    for number, text in enumerate(titles(page)):
        sheets[0].write(30, 30 + 16 * number, text)
    top = 110.0
    for strip in strips:
        if top > 700:
            sheets.append(PdfPage())
            top = 40.0
        cut = [["\n".join(text[n : n + 8] for n in range(0, min(len(text), 16), 8)) for text in row] for row in strip]
        top = sheets[-1].draw_table(20, top, [70] * len(strip[0]), cut) + 15
    return write_pdf(sheets)


def read(page: IndicatorPage, body: bytes) -> tuple[ParsedReport, Score]:
    report, score = parse_document(body, Hints()), Score()
    score.add("strips", report, page.truth)
    return report, score


@pytest.mark.parametrize("edition", ["2008", "2014"])
@pytest.mark.parametrize(
    ("write", "at_least"), [(as_tabs, 1.0), (as_markdown, 1.0), (as_workbook, 0.85), (as_pdf, 0.7)]
)
def test_strips_are_read(write: Callable[[IndicatorPage, list[Rows]], bytes], at_least: float, edition: str) -> None:
    """A sheet fills its rows up: where only the last figure of a strip is blank it may have been lost further left. The
    labels of the PDF are cut short."""
    page, strips = make_strips(edition, 6)
    report, score = read(page, write(page, strips))
    assert report.report.edition == edition
    assert score.wrong == []
    assert score.share >= at_least, score.unread[:5]


def lose_figures(strips: list[Rows]) -> None:
    del strips[2][2]


def exchange_figures(strips: list[Rows]) -> None:
    strips[1][2], strips[2][1] = strips[2][1], strips[1][2]


def name_an_organ(strips: list[Rows]) -> None:
    for strip in strips:
        strip[2][0] = "示例县教育局"


def move_figures(strips: list[Rows]) -> None:
    """Under a section's name, which has none."""
    figures = strips[0][2]
    figures[1:] = [*figures[2:], ""]


@pytest.mark.parametrize("damage", [lose_figures, exchange_figures, name_an_organ, move_figures])
def test_strips_that_are_not_whole_are_left_unread(damage: Callable[[list[Rows]], None]) -> None:
    page, strips = make_strips("2014", 6)
    damage(strips)
    _, score = read(page, as_tabs(page, strips))
    assert (score.wrong, score.read) == ([], 0)
