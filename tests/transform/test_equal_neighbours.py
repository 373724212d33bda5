"""Equal numbers side by side in a row that breaks its sum: printed so, or one doubled while another was lost?"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.transform.containers import write_lines
from tests.transform.generator.numbers import distinct_numbers, drawn_numbers, realistic_numbers, with_errors
from tests.transform.generator.page import Page, make_page
from transform.models import Cell, CellStatus, Hints
from transform.parse import parse_document

ROW = "t3.refused_law_forbids"
COLUMNS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "social_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
)
KEYS = [f"{ROW}.{column}" for column in COLUMNS]
PRINTED = [Decimal(number) for number in (254, 4, 0, 31, 31, 7, 300)]


def read(body: bytes) -> list[Cell]:
    cells = {cell.key: cell for cell in parse_document(body, Hints()).cells}
    return [cells[key] for key in KEYS]


def page_with(numbers: dict[str, Decimal | None], row: list[Decimal] = PRINTED) -> Page:
    return make_page("2021", numbers | dict(zip(KEYS, row, strict=True)))


def as_html(page: Page) -> bytes:
    return page.write()


@pytest.mark.parametrize("write", [as_html, write_lines])
def test_where_the_other_rows_keep_their_sums_it_was_printed_so(write: Callable[[Page], bytes]) -> None:
    """The wrong total is the publisher's: a finding, and no defect of reading."""
    cells = read(write(page_with(realistic_numbers("2021", random.Random(1)))))
    assert [cell.value for cell in cells] == PRINTED


@pytest.mark.parametrize("write", [as_html, write_lines])
def test_where_numbers_recur_they_stand_side_by_side_by_chance(write: Callable[[Page], bytes]) -> None:
    cells = read(write(page_with(drawn_numbers("2021", random.Random(1)))))
    assert [cell.value for cell in cells] == PRINTED


@pytest.mark.parametrize("write", [as_html, write_lines])
def test_where_no_other_number_is_printed_twice_one_may_be_doubled(write: Callable[[Page], bytes]) -> None:
    """The fourth number stands twice and the seventh is lost: read as printed, three cells would be wrong."""
    numbers = distinct_numbers("2021", random.Random(1))
    row = [numbers[key] or Decimal(0) for key in KEYS]
    cells = read(write(page_with(numbers, [*row[:4], row[3], *row[4:6]])))
    assert {cell.status for cell in cells} == {CellStatus.AMBIGUOUS}


def test_a_number_doubled_and_glued_to_the_next_is_doubted() -> None:
    """The first cell stands twice, and its copy ran into the second: seven cells, one of them with two numbers."""
    numbers = distinct_numbers("2021", random.Random(1))
    row = [numbers[key] or Decimal(0) for key in KEYS]
    cells = read(as_html(page_with(numbers, [row[0], Decimal(f"{row[0]}{row[1]}"), *row[2:]])))
    assert {cell.status for cell in cells} == {CellStatus.AMBIGUOUS}


def test_rows_that_copy_each_other_are_no_chance() -> None:
    """A whole row stands twice, so that seven numbers recur: it tells nothing about another row's neighbours."""
    numbers = distinct_numbers("2021", random.Random(1))
    row = [numbers[key] or Decimal(0) for key in KEYS]
    copied = {f"t3.granted.{column}": numbers[f"t3.partial.{column}"] for column in COLUMNS}
    cells = read(page_with(numbers | copied, [*row[:4], row[3], *row[4:6]]).write())
    assert {cell.status for cell in cells} == {CellStatus.AMBIGUOUS}


def move_cells(page: Page, table: str, first: str, twin: int, lost: int) -> dict[str, Cell]:
    """The cells of the line of a table that begins with a figure, one of them doubled and another lost."""
    row = next(row for row in page.table(table).rows if any(cell.key == first for cell in row))
    places = [number for number, cell in enumerate(row) if cell.key]
    texts = [row[place].text for place in places]
    texts.insert(twin, texts[twin])
    del texts[lost if lost < twin else lost + 1]
    for place, text in zip(places, texts, strict=True):
        row[place].text = text
    cells = {cell.key: cell for cell in parse_document(page.write(), Hints()).cells}
    return {key: cells[key] for place in places if (key := row[place].key)}


def full_page() -> Page:
    """Sums are kept, and the line to be damaged has neighbours of its own."""
    numbers = realistic_numbers("2021", random.Random(4))
    granted = dict(zip(COLUMNS, (40, 13, 2, 7, 0, 5, 67), strict=True))
    for column, number in granted.items():
        surplus = number - (numbers[f"t3.granted.{column}"] or 0)
        for row in ("granted", "total_processed", "new_received"):
            key = f"t3.{row}.{column}"
            numbers[key] = (numbers[key] or Decimal(0)) + surplus
    outcomes = ("upheld", "corrected", "other_outcome", "pending", "total")
    rows = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    figures = (5, 1, 0, 2, 8, 3, 0, 0, 4, 7, 6, 2, 0, 0, 8)
    keys = [f"t4.{row}.{column}" for row in rows for column in outcomes]
    return make_page("2021", numbers | dict(zip(keys, map(Decimal, figures), strict=True)))


@pytest.mark.parametrize(
    ("table", "first", "twin", "lost"),
    [
        ("t3", "t3.granted.natural_person", 1, 5),
        ("t3", "t3.granted.natural_person", 4, 0),
        ("t3", "t3.granted.natural_person", 2, 6),
        ("t4", "t4.reconsideration.upheld", 1, 11),
        ("t4", "t4.reconsideration.upheld", 12, 3),
    ],
)
def test_a_row_that_one_shift_mends_in_every_column_is_doubted(table: str, first: str, twin: int, lost: int) -> None:
    page = full_page()
    cells = move_cells(page, table, first, twin, lost)
    wrong = [key for key, cell in cells.items() if cell.value is not None and cell.value != page.truth[key]]
    assert wrong == []
    assert CellStatus.AMBIGUOUS in {cell.status for cell in cells.values()}


def test_a_number_printed_over_its_neighbour_is_the_publishers() -> None:
    """商业企业 stands under 科研机构 too: the sums of one row and one column break, and nothing has moved."""
    cells = move_cells(full_page(), "t3", "t3.granted.natural_person", 1, 2)
    assert [cell.value for cell in cells.values()] == [40, 13, 13, 7, 0, 5, 67]


def test_rows_with_errors_of_their_own_stay_as_they_are_printed() -> None:
    for seed in range(4):
        rng = random.Random(seed)
        page = make_page("2021", with_errors(realistic_numbers("2021", rng), rng))
        cells = {cell.key: cell.value for cell in parse_document(page.write(), Hints()).cells}
        assert cells == page.truth
