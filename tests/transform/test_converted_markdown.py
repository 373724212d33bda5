"""Markdown that converters make of pages: damage that shows is not read over. Whole pages: test_archive_dumps.py."""

from __future__ import annotations

import random
import re
import time
from decimal import Decimal

import pytest

from tests.transform.generator.dumps import RULED, dump_page
from tests.transform.generator.numbers import distinct_numbers
from tests.transform.generator.page import make_page
from transform.models import Cell, Hints
from transform.parse import parse_document
from transform.readers.text.bars import is_rule
from transform.readers.text.drawn import find_drawn
from transform.readers.text.unedged import find_unedged

HEADER = "附 2020年县财政局政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n"
ROWS = "信息内容| 上一年项目数量| 本年增/减| 处理决定数量\n行政许可| 17| 25| 42\n"


def read(text: str) -> dict[str, Cell]:
    return {cell.key: cell for cell in parse_document(text.encode(), Hints()).cells}


NUMBER = re.compile(r"(?<=\| )(?:[一二三四]、|[(（][一二三四五六七][)）]|\d[.．])")


def damaged(name: str, lost: str, *, is_numbered: bool = True) -> tuple[dict[str, Cell], dict[str, Decimal]]:
    """A page written in one way that lost one field in a row of Table 3, and what it should print."""
    page = make_page("2019", distinct_numbers("2019", random.Random(name)))
    figure = str(page.truth[lost])
    number_mark = re.compile("(?!)") if is_numbered else NUMBER
    lines = number_mark.sub("", dump_page(page, RULED[name]).decode()).split("\n")
    (number,) = (n for n, line in enumerate(lines) if figure in line.replace("|", " ").split())
    fields = lines[number].split("|")
    place = next(n for n, field in enumerate(fields) if field.strip() == figure)
    lines[number] = "|".join(fields[:place] + fields[place + 1 :])
    return read("\n".join(lines)), page.truth


@pytest.mark.parametrize("name", ["markdown of html2text", "markdown of markdownify", "drawn"])
@pytest.mark.parametrize("is_numbered", [True, False])
@pytest.mark.parametrize(
    "lost", ["t3.new_received.commercial_enterprise", "t3.partial.natural_person", "t3.refused_admin_query.other_org"]
)
def test_a_row_that_lost_a_cell_is_not_read(name: str, lost: str, is_numbered: bool) -> None:
    cells, truth = damaged(name, lost, is_numbered=is_numbered)
    row = lost.rpartition(".")[0]
    assert not [key for key, cell in cells.items() if cell.value is not None and cell.value != truth[key]]
    assert all(cell.value is None for key, cell in cells.items() if key.startswith(f"{row}."))


def test_labels_without_their_numbers_stand_where_the_form_has_them() -> None:
    page = make_page("2019", distinct_numbers("2019", random.Random(5)))
    cells = read(NUMBER.sub("", dump_page(page, RULED["markdown of markdownify"]).decode()))
    assert {key: cells[key].value for key in page.truth if key.startswith("t3.")} == {
        key: value for key, value in page.truth.items() if key.startswith("t3.")
    }


def test_a_blank_last_cell_of_html2text_is_a_cell() -> None:
    rows = find_unedged(["规章| 1| 2", "---|---|---", "行政许可| 3| ", "", "后文| 1"])
    assert rows == {0: ("规章", "1", "2"), 1: (), 2: ("行政许可", "3", "")}


def test_a_label_goes_on_in_the_next_line_only_where_both_make_a_label() -> None:
    rows = find_unedged(["信息内容| 本年新  ", "---|---  ", "制作数量| 其他  ", "总计| 1  "])
    assert rows == {0: ("信息内容", "本年新制作数量", "其他"), 1: (), 2: (), 3: ("总计", "1")}


@pytest.mark.parametrize("bar", [" | ", "| "])
def test_tables_without_bars_at_the_edges_are_read(bar: str) -> None:
    text = HEADER + ROWS.replace("| ", bar).replace("\n", "\n---|---|---|---\n", 1)
    cells = read(text)
    assert [cells[f"t2.admin_license.{c}"].value for c in ("prev_year_items", "net_change", "decisions")] == [
        17,
        25,
        42,
    ]


def test_a_first_row_of_two_fields_over_a_rule_begins_a_table() -> None:
    """Table 4 without bars at the edges: no two of its first rows have equally many fields."""
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    rows = [[*outcomes, "未经复议直接起诉", "复议后起诉"], [*outcomes, *outcomes], list(map(str, range(11, 26)))]
    table = "\n".join(["行政复议 | 行政诉讼", "---|---", *(" | ".join(row) for row in rows)])
    other = ROWS.replace("\n", "\n---|---|---|---\n", 1)
    cells = read(f"{HEADER}{other}\n四、政府信息公开行政复议、行政诉讼情况\n\n{table}\n")
    assert [cell.value for key, cell in cells.items() if key.startswith("t4.")] == list(range(11, 26))


def test_two_figures_in_one_drawn_cell_are_no_number() -> None:
    rule = "+------+------+------+\n"
    text = f"{rule}| 规章 | 1    | 2    |\n{rule}| 许可 | 12   | 3    |\n|      | 13   |      |\n{rule}"
    assert find_drawn(text.split("\n")) == {3: ("许可", "12\n13", "3"), 4: ()}


def test_a_blank_cell_without_width_keeps_its_place_in_a_drawn_row() -> None:
    lines = ["+--+--+", "| 规章 | 1 ||", "| 甲 | ||", "+--+--+", "|| 2 | 3 |", "+--+--+"]
    assert find_drawn(lines) == {1: ("规章\n甲", "1", ""), 2: ()}


def test_tables_drawn_with_boxes_have_rows_of_several_lines_too() -> None:
    lines = ["┌────┬───┐", "| 本年新 | 1 |", "| 制作数量 |  |", "├────┼───┤", "| 规章 | 2 |", "└────┴───┘"]
    assert find_drawn(lines) == {1: ("本年新\n制作数量", "1"), 2: ()}


def test_a_long_line_that_is_almost_a_rule_is_told_at_once() -> None:
    began = time.process_time()
    assert not is_rule("|" + "-" * 500_000 + "x|")
    assert is_rule("|" + "-" * 500_000 + "|")
    assert time.process_time() - began < 1, "it was quadratic: a minute for 150,000 characters"


def test_lines_that_are_no_drawn_table_are_left_alone() -> None:
    assert find_drawn(["+--+", "| a | b |", "no bar", "+--+", "| c |", "| d | e |", "+--+"]) == {}
