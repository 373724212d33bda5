"""Texts that archives of web pages made of reports: nothing wrong, and all read but rows whose blanks left no trace."""

from __future__ import annotations

import random

import pytest

from tests.transform.generator.dumps import LOOSE, RULED, dump_page
from tests.transform.generator.numbers import distinct_numbers, realistic_numbers, with_blanks
from tests.transform.generator.page import make_page
from tests.transform.generator.score import Score
from transform.models import Hints
from transform.parse import parse_document

FILLED = ("filled up", "markdown")
"""Ways that fill short rows up with blanks: where a row's last value is blank as well, nobody can say what fills it."""


OPEN = (*FILLED, "tabs behind")
"""A tab behind every line looks like a row that was filled up, too."""


def score_dumps(name: str, edition: str, figures: str, between: str = "\n") -> Score:
    score = Score()
    for seed in range(3):
        rng = random.Random(f"{name} {edition} {figures} {seed}")
        numbers = distinct_numbers(edition, rng) if figures == "distinct" else realistic_numbers(edition, rng)
        page = make_page(edition, with_blanks(numbers, rng) if figures == "with blanks" else numbers)
        body = dump_page(page, {**RULED, **LOOSE}[name], between=between)
        score.add(name, parse_document(body, Hints()), page.truth)
    return score


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize(
    ("name", "figures"),
    [
        (name, figures)
        for name in sorted(RULED)
        for figures in ("realistic", "distinct", "with blanks")
        if figures != "with blanks" or name not in OPEN
    ],
)
def test_every_number_of_a_ruled_dump_is_read(name: str, figures: str, edition: str) -> None:
    score = score_dumps(name, edition, figures)
    assert score.wrong == []
    assert score.read == score.printed


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("figures", ["realistic", "distinct"])
@pytest.mark.parametrize("name", sorted(LOOSE))
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_every_number_of_a_loose_dump_without_blanks_is_read(
    name: str, figures: str, edition: str, between: str
) -> None:
    score = score_dumps(name, edition, figures, between)
    assert score.wrong == []
    assert score.read == score.printed


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("name", sorted(LOOSE))
def test_lost_blanks_move_no_number(name: str, edition: str) -> None:
    assert score_dumps(name, edition, "with blanks").wrong == []


def test_a_row_with_a_blank_first_cell_among_rows_with_bars_keeps_it() -> None:
    """``| 3 | 0 |`` between lines that begin without a bar is no Markdown: its first cell is blank."""
    page = make_page("2021", realistic_numbers("2021", random.Random(1)))
    first = page.table("t4").rows[-1][0]
    page.truth[first.key or ""] = None
    first.text = ""
    report = parse_document(dump_page(page, RULED["barred"]), Hints())
    cells = {cell.key: cell.value for cell in report.cells if cell.key.startswith("t4.")}
    assert cells == {key: value for key, value in page.truth.items() if key.startswith("t4.")}


@pytest.mark.parametrize("name", FILLED)
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_of_filled_rows_those_that_show_their_last_value_are_read(name: str, edition: str) -> None:
    unread, doubtful = set(), set()
    for seed in range(3):
        rng = random.Random(f"{name} {edition} {seed}")
        page = make_page(edition, with_blanks(realistic_numbers(edition, rng), rng))
        cells = parse_document(dump_page(page, RULED[name]), Hints()).cells
        for cell in cells:
            table, row, _ = (*cell.key.split("."), "")[:3]
            is_open = table == "t3" and page.truth.get(f"t3.{row}.total") is None
            doubtful |= {(seed, cell.key)} if is_open else set()
            assert cell.value in (None, page.truth.get(cell.key))
            unread |= {(seed, cell.key)} if page.truth.get(cell.key) is not None and cell.value is None else set()
    assert unread <= doubtful


@pytest.mark.parametrize("table", ["t3", "t4"])
@pytest.mark.parametrize("name", FILLED)
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_row_that_lost_a_cell_and_was_filled_up_is_not_read_shifted(edition: str, name: str, table: str) -> None:
    """One blank more at its end: it may be the last value, left blank, or what fills the row up."""
    found = []
    for seed in range(12):
        rng = random.Random(f"{name} {edition} {seed}")
        page = make_page(edition, distinct_numbers(edition, rng))
        row = rng.choice([row for row in page.table(table).rows if row[-1].key])
        row.remove(rng.choice([cell for cell in row if cell.key]))
        cells = parse_document(dump_page(page, RULED[name]), Hints()).cells
        found += [f"{c.key}: {c.value}" for c in cells if c.value is not None and c.value != page.truth.get(c.key)]
    assert found == []


def test_figures_that_differ_below_a_repeated_heading_are_not_joined() -> None:
    page = make_page("2021", distinct_numbers("2021", random.Random(1)))
    figure = page.truth["t2.admin_license.decisions"]
    row = f"行政许可 | {figure} | {figure} |"
    text = dump_page(page, RULED["markdown of a data frame"]).decode()
    assert f"{row} {figure} |" in text
    report = parse_document(text.replace(f"{row} {figure} |", f"{row} 8 |").encode(), Hints())
    assert next(cell for cell in report.cells if cell.key == "t2.admin_license.decisions").value is None
