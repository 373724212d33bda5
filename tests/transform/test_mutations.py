"""Damaged pages: every cell has its own number, so a number in another cell would show. None ever does.

A kind of damage comes once to a page: two moves could put a row's own cells in another order, and what is then printed
in a column is what the column says.

NIANBAO_MUTATIONS sets how many pages are damaged (default 150; 2000 takes some minutes).
"""

from __future__ import annotations

import os
import random
import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transform.generator.mutations import ENCODINGS, MUTATIONS, mutate_page
from tests.transform.generator.numbers import distinct_numbers
from tests.transform.generator.page import Page, make_page
from tests.transform.generator.traps import TRAPS
from transform.errors import UnreadableDocument
from transform.models import Hints, ParsedReport
from transform.parse import parse_document

COUNT = int(os.environ.get("NIANBAO_MUTATIONS", "150"))
MOST_SECONDS = 2.0
LAYOUTS = (
    "plain",
    "word_paste",
    "one_table",
    "four_tables",
    "trailing_column",
    "no_groups",
    "same_twice",
    "row_numbers",
    "no_end_tags",
    "half_of_the_end_tags",
    "last_year_columns",
    "table2_as_list",
    "table4_as_full_list",
    "rows_joined_by_breaks",
    "one_cell_columns",
    "remarks_column",
    "label_in_every_column",
    "another_organ_below",
    "sides_swapped",
    "unit_column",
    "filtered_word",
    "narrow_columns_between",
    "one_cell_columns_with_blanks",
    "numbers_before_and_remarks_behind",
    "columns_in_another_order",
    "rows_in_another_order",
    "wrapped_three_times",
    "notes_between_rows",
    "cards_in_a_table",
)


def make_distinct(edition: str, layout: str, seed: int) -> Page:
    """A page in which no number is printed twice."""
    rng = random.Random(seed)
    page = make_page(edition, distinct_numbers(edition, rng))
    TRAPS[layout](page, rng)
    return page


def parse_quickly(body: bytes) -> ParsedReport | None:
    """Parse; None where the bytes are refused. Fails over two seconds of this process."""
    start = time.process_time()
    try:
        return parse_document(body, Hints())
    except UnreadableDocument:
        return None
    finally:
        assert time.process_time() - start < MOST_SECONDS


def misplaced(report: ParsedReport | None, page: Page) -> list[str]:
    """Cells that carry a number that is not theirs."""
    cells = report.cells if report else ()
    return [
        f"{cell.key} is {page.truth.get(cell.key)}, read as {cell.value} ({cell.status})"
        for cell in cells
        if cell.value is not None and cell.value != page.truth.get(cell.key)
    ]


@pytest.mark.slow
@settings(max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    edition=st.sampled_from(["2019", "2021"]),
    layout=st.sampled_from(LAYOUTS),
    names=st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=2, unique=True),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    seed=st.integers(0, 2**32),
)
def test_no_number_moves_into_another_cell(
    edition: str, layout: str, names: list[str], encoding: str, seed: int
) -> None:
    page = make_distinct(edition, layout, seed)
    damaged = mutate_page(page.text(), random.Random(seed), names)
    assert misplaced(parse_quickly(ENCODINGS[encoding](damaged)), page) == []


@pytest.mark.parametrize("name", sorted(MUTATIONS))
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_one_kind_of_damage(edition: str, name: str) -> None:
    for seed in range(4):
        page = make_distinct(edition, "plain", seed)
        damaged = mutate_page(page.html(), random.Random(seed), [name])
        assert misplaced(parse_quickly(damaged.encode()), page) == []


def test_a_label_that_strayed_into_another_tables_row_names_nothing() -> None:
    """政府集中采购 among the figures of a row of Table 3: the two behind it are not bought goods and their price."""
    page = make_page("2019", distinct_numbers("2019", random.Random(3)))
    row = next(row for row in page.table("t2").rows if row[0].text == "政府集中采购")
    other = next(row for row in page.table("t3").rows if row[-1].key == "t3.granted.total")
    other.insert(len(other) - 2, row.pop(0))
    assert misplaced(parse_quickly(page.write()), page) == []


def test_a_figure_that_lost_its_cell_in_a_row_that_gained_one_moves_no_other() -> None:
    """Its tag stands at the row's end now: the total is blank and proves nothing, the figure is above the table."""
    page = make_page("2019", distinct_numbers("2019", random.Random(3)))
    row = next(row for row in page.table("t3").rows if row[-1].key == "t3.granted.total")
    lost = page.cell_html(row[-3])
    damaged = page.html().replace(lost, lost.removeprefix("<td>").removesuffix("</td>"))
    end = damaged.index("</tr>", damaged.index(page.cell_html(row[-1])))
    assert misplaced(parse_quickly(f"{damaged[:end]}<td>{damaged[end:]}".encode()), page) == []


def test_a_number_whose_cell_ends_between_its_digits_is_not_read() -> None:
    """The page shows 48 in the cell and the other digits above the table."""
    numbers = {**distinct_numbers("2021", random.Random(1)), "t3.granted.natural_person": Decimal(4812)}
    page = make_page("2021", numbers)
    for torn in (
        "<td>48</td>12</td>",
        "<td><span>48</td></span> <span>12</span></td>",
        "<td>48</td><p>12</p>",
        "<td>48<tr>12</td>",
        "<td>48</tr>12</td>",
    ):
        report = parse_quickly(page.html().replace("<td>4812</td>", torn).encode())
        cell = next(cell for cell in report.cells if cell.key == "t3.granted.natural_person")
        assert cell.value is None
        assert misplaced(report, page) == []


@pytest.mark.parametrize(("table", "line", "lost"), [("t2", 1, 2), ("t3", 2, 3)])
def test_a_header_that_lost_a_label_names_nothing_where_a_last_value_is_blank(table: str, line: int, lost: int) -> None:
    """Six labels over seven columns: with a blank 总计 the others would stand under them one by one."""
    numbers = distinct_numbers("2021", random.Random(table))
    page = make_page("2021", numbers | {"t2.normative_docs.in_force": None, "t3.granted.total": None})
    del page.table(table).rows[line][lost]
    report = parse_quickly(page.write())
    assert misplaced(report, page) == []
    assert sum(cell.value is not None for cell in report.cells if not cell.key.startswith(table)) >= 20


def test_a_table_with_labels_at_both_ends_is_not_two_tables() -> None:
    """A figure moved behind a row's second label: the grid is ten columns wide, with the same labels in both halves."""
    page = make_distinct("2021", "labels_on_both_sides", 3)
    rows = [row for row in page.table("t3").rows if row[-2].key and row[-2].key.endswith(".total")]
    rows[14].append(rows[2].pop(3))
    assert misplaced(parse_quickly(page.write()), page) == []


def test_a_short_row_of_two_tables_abreast_is_in_neither() -> None:
    """It lost a figure, which a row of the header gained: the blank column between the tables is its last figure."""
    page = make_distinct("2021", "last_year_on_the_right", 3)
    keys = [f"t3.not_handled_petition.{column}" for column in ("research_institution", "total")]
    row = next(row for row in page.table("t3").rows if any(cell.key == keys[0] for cell in row))
    lost = next(cell for cell in row if cell.key == keys[0])
    row.remove(lost)
    page.table("t3").rows[2].insert(-1, lost)
    report = parse_quickly(page.write())
    assert misplaced(report, page) == []
    assert report is not None and sum(cell.value is not None for cell in report.cells) > 100


@pytest.mark.parametrize("layout", ["remark_column", "struck_column"])
def test_a_heading_that_slipped_before_the_others_moves_no_figure(layout: str) -> None:
    """The first row of the header lost a border, and with it the width of 申请人情况: 备注 stands over the figures."""
    page = make_distinct("2021", layout, 3)
    first = page.table("t3").rows[0]
    first[0].text += first.pop(1).text
    assert misplaced(parse_quickly(page.write()), page) == []


@pytest.mark.parametrize("moved_behind", [None, "</table>"])
def test_a_title_that_nobody_ended_swallows_no_table(moved_behind: str | None) -> None:
    """To a browser the page as far as the next ``</title>`` is its title, last year's table in it."""
    page = make_distinct("2021", "plain", 1)
    text = page.text().replace("</title>", "")
    damaged = text.replace(moved_behind, f"{moved_behind}</title>", 1) if moved_behind else text
    report = parse_quickly(damaged.encode())
    assert report is not None
    assert {cell.key: cell.value for cell in report.cells} == page.truth


def test_undamaged_page_is_read_whole() -> None:
    page = make_distinct("2021", "plain", 1)
    report = parse_quickly(page.write())
    assert report is not None
    assert {cell.key: cell.value for cell in report.cells} == page.truth


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=4000))
def test_any_bytes_are_a_report_or_a_refusal(body: bytes) -> None:
    report = parse_quickly(body)
    assert report is None or report.cells == () or report.is_report


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=2000))
def test_any_text_in_a_page_is_survived(text: str) -> None:
    report = parse_quickly(
        f"<html><body><table><tr><td>{text}</td></tr></table>{text}</body></html>".encode("utf-8", "replace")
    )
    assert report is None or not any(cell.value for cell in report.cells)
