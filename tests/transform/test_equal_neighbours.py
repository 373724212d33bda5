"""Equal numbers side by side in a row that breaks its sum: printed so, or one doubled while another was lost?"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.transform.containers import write_lines
from tests.transform.generator.numbers import distinct_numbers, drawn_numbers, realistic_numbers
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
