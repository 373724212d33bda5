"""The single-value tables of 2008-2018 out of HTML: text dumps, workbooks. Nothing wrong, every printed number read."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.transform.generator.indicator_pages import ORGAN, IndicatorPage, draw_numbers, make_indicator_page
from tests.transform.generator.score import Score
from tests.transform.reading import write_book
from transform.forms import load_forms
from transform.models import Hints
from transform.parse import parse_document

Rows = list[list[str]]
FORMS = [("2008", False), ("2008", True), ("2014", False)]  # with a column of codes (01 to 35) or without


def make_rows(edition: str, *, has_codes: bool, has_blanks: bool = False) -> tuple[IndicatorPage, Rows]:
    """A page and its printed rows, header first."""
    rng = random.Random(f"{edition} {has_codes}")
    numbers = draw_numbers(load_forms()[edition], rng)
    page = make_indicator_page(
        edition, numbers if has_blanks else {key: value or Decimal(0) for key, value in numbers.items()}
    )
    if has_codes:
        page.header.insert(1, "代码")
        for row, line in zip(page.form.tables[0].rows, page.rows, strict=True):
            line.insert(1, row.number or "")
    return page, [page.header, *page.rows]


def dump(page: IndicatorPage, write: Callable[[Rows], list[str]], rows: Rows) -> bytes:
    title = f"{ORGAN}{page.year}年政府信息公开工作年度报告"
    period = f"本报告所列数据的统计期限自{page.year}年1月1日起至{page.year}年12月31日止。"
    heading = ["一、概述", "本机关依法公开。", page.heading, f"（{page.year}年度）"]
    return "\n".join([title, period, *heading, *write(rows)]).encode()


def cell_a_line(rows: Rows) -> list[str]:
    return [text for row in rows for text in row if text]


def cell_a_line_apart(rows: Rows) -> list[str]:
    return [line for text in cell_a_line(rows) for line in (text, "")]


def row_a_line(rows: Rows) -> list[str]:
    return [" ".join(filter(None, row)) for row in rows]


def row_a_line_wide(rows: Rows) -> list[str]:
    return ["   ".join(filter(None, row)) for row in rows]


def tabs(rows: Rows) -> list[str]:
    return ["\t".join(row) for row in rows]


@pytest.mark.parametrize(("edition", "has_codes"), FORMS)
@pytest.mark.parametrize("write", [cell_a_line, cell_a_line_apart, row_a_line, row_a_line_wide, tabs])
def test_every_number_of_a_dump_is_read(write: Callable[[Rows], list[str]], edition: str, has_codes: bool) -> None:
    page, rows = make_rows(edition, has_codes=has_codes)
    score = Score()
    score.add(write.__name__, parse_document(dump(page, write, rows), Hints()), page.truth)
    assert score.wrong == []
    assert score.read == score.printed


def paragraphs(rows: Rows) -> list[str]:
    """A page of HTML, a paragraph a row."""
    return [f"<p>{'&emsp;&emsp;'.join(row)}</p>" for row in rows]


@pytest.mark.parametrize("has_blanks", [False, True])
@pytest.mark.parametrize("write", [cell_a_line, row_a_line, tabs, paragraphs])
def test_numbers_of_rows_before_their_labels_are_no_figures(
    write: Callable[[Rows], list[str]], has_blanks: bool
) -> None:
    """序号, 指标名称, 单位: in a dump with a cell a line every number stands behind the figures of the row before."""
    page, rows = make_rows("2008", has_codes=False, has_blanks=has_blanks)
    numbered = [["序号", *rows[0]], *([f"{number:02}", *row] for number, row in enumerate(rows[1:], start=1))]
    score = Score()
    score.add(write.__name__, parse_document(dump(page, write, numbered), Hints()), page.truth)
    assert score.wrong == []
    assert has_blanks or score.read == score.printed


@pytest.mark.parametrize(("edition", "has_codes"), FORMS)
@pytest.mark.parametrize("write", [cell_a_line, row_a_line, row_a_line_wide, tabs])
def test_blanks_that_vanish_move_no_number(write: Callable[[Rows], list[str]], edition: str, has_codes: bool) -> None:
    page, rows = make_rows(edition, has_codes=has_codes, has_blanks=True)
    score = Score()
    score.add(write.__name__, parse_document(dump(page, write, rows), Hints()), page.truth)
    assert score.wrong == []


@pytest.mark.parametrize(("edition", "has_codes"), FORMS)
def test_a_sheet_with_the_sections_of_the_form_as_rows_is_one_table(edition: str, has_codes: bool) -> None:
    """一、主动公开情况 alone in its row is also the heading of a section of a report."""
    page, rows = make_rows(edition, has_codes=has_codes, has_blanks=True)
    title = [f"{ORGAN}{page.year}年政府信息公开情况统计表"]
    sheet = [title, *([int(text) if text.isdigit() and text[0] != "0" else text for text in row] for row in rows)]
    score = Score()
    score.add("sheet", parse_document(write_book([list(row) for row in sheet]), Hints(path="a.xlsx")), page.truth)
    assert score.wrong == []
    assert score.read == score.printed


@pytest.mark.parametrize("row", [8, 9, 20, 30])
def test_a_table_of_codes_goes_on_without_its_header(row: int) -> None:
    """A page break after any row: the code of a row is no figure, also where one of those behind it is blank."""
    page, _ = make_rows("2008", has_codes=True)
    codes = [form_row.code for form_row in page.form.tables[0].rows]
    for number in range(row, len(codes)):
        place = number % 2
        page.rows[number][3 + place] = ""
        page.truth[f"l1.{codes[number]}.{('period', 'ytd')[place]}"] = None
    whole = page.write_table
    page.write_table = lambda rows: f"{whole(rows[: row + 1])}<p>- 2 -</p>{whole(rows[row + 1 :])}"
    score = Score()
    score.add("cut", parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []
    assert score.read == score.printed


def test_codes_under_a_heading_nobody_knows_are_a_column_of_their_own() -> None:
    page, _ = make_rows("2008", has_codes=True)
    page.header[1] = "行次"
    score = Score()
    score.add("行次", parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []
    assert score.read == score.printed


def test_a_row_of_running_text_without_figures_is_not_read_from_its_code() -> None:
    """``网上申请数| 14| 条|`` lost its blank figures: 14 is the number of the row."""
    page, rows = make_rows("2008", has_codes=True)
    lost = page.rows[13]
    lost[3:] = [""]
    lines = ["| ".join(row) + "  " for row in rows]
    text = "\n".join([lines[0], "---|---|---|---|---  ", *lines[1:], ""])
    title = f"{ORGAN}{page.year}年政府信息公开工作年度报告\n\n{page.heading}\n\n"
    cells = {cell.key: cell for cell in parse_document((title + text).encode(), Hints()).cells}
    assert [cells[f"l1.recv_online.{column}"].value for column in ("period", "ytd")] == [None, None]


@pytest.mark.parametrize("edition", ["2008", "2014"])
def test_lines_lost_between_a_label_and_the_next_figures_move_no_number(edition: str) -> None:
    """（二）申请办结数 件, then the figure of 1. and 2.延期办结数: what is missing tells, or a second unit."""
    page, rows = make_rows(edition, has_codes=edition == "2008")
    size = len(page.header)
    lines = [text for row in rows for text in row]
    wrong = []
    for number in range(2, len(rows) - 1):
        first = number * size + size - (2 if edition == "2008" else 1)
        kept = [text for text in (*lines[:first], *lines[first + size :]) if text]
        cells = parse_document(dump(page, lambda _, kept=kept: kept, rows), Hints()).cells  # type: ignore[misc]
        wrong += [f"{c.key}: {c.value}" for c in cells if c.value is not None and c.value != page.truth[c.key]]
        assert sum(c.value is not None for c in cells) > len(page.truth) * 0.85
    assert wrong == []


@pytest.mark.parametrize("edition", ["2008", "2014"])
def test_figures_above_their_labels_are_not_read_one_row_off(edition: str) -> None:
    """A dump of key figures: 205, and below it 主动公开信息数. A blank figure leaves no line."""
    page, rows = make_rows(edition, has_codes=False, has_blanks=True)
    lines = [text for row in rows[1:] for text in (*row[2:], row[0]) if text]
    score = Score()
    score.add(edition, parse_document(dump(page, lambda _: lines, rows), Hints()), page.truth)
    assert score.wrong == []
