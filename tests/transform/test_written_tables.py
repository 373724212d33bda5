"""Tables that text draws with marks: every number in its own cell, blank label cells and dashes left as they are."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import Page, Rows, make_page
from tests.transform.generator.parts import place_cells
from tests.transform.generator.score import Score
from transform.models import Hints
from transform.parse import parse_document

DASHES = ("", "/", "—", "-", "无")


def draw_plus(lines: list[list[str]]) -> list[str]:
    rule = "+" + "+".join("------" for _ in lines[0]) + "+"
    return [rule, *(part for line in lines for part in ("|" + "|".join(f" {text} " for text in line) + "|", rule))]


def draw_box(lines: list[list[str]]) -> list[str]:
    rows = ["│" + "│".join(line) + "│" for line in lines]
    rule = "├" + "┼".join("──" for _ in lines[0]) + "┤"
    return ["┌──┬──┐", *(part for row in rows for part in (row, rule)), "└──┴──┘"]


def spread(rows: Rows) -> list[list[str]]:
    """Texts of a table without spans: a spanning label stands in its first cell, the others are blank."""
    places = place_cells(rows)
    first = {id(cell): place for place, cell in sorted(places.items(), reverse=True)}
    width = max(column for _, column in places) + 1
    lines = []
    for number in range(len(rows)):
        cells = [(column, places[number, column]) for column in range(width) if (number, column) in places]
        lines.append([cell.text if first[id(cell)] == (number, column) else "" for column, cell in cells])
    return [[*line, *[""] * (width - len(line))] for line in lines]


Draw = Callable[[list[list[str]]], list[str]]


def write(page: Page, draw: Draw) -> bytes:
    lines = [page.title, f"统计期限为{page.year}年1月1日至{page.year}年12月31日。"]
    for table in page.tables:
        lines += ["", *table.above, *draw(spread(table.rows))]
    return "\n".join([*lines, "", "五、存在的主要问题及改进情况", "仍需改进。"]).encode()


@pytest.mark.parametrize("draw", [draw_plus, draw_box])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_drawn_tables(edition: str, draw: Draw) -> None:
    for seed in range(4):
        rng = random.Random(f"{edition} {seed}")
        numbers = realistic_numbers(edition, rng)
        page = make_page(edition, numbers)
        for cell in page.value_cells():
            if cell.text == "0" and seed % 2:
                cell.text = rng.choice(DASHES)
                page.truth[cell.key or ""] = None
        score = Score()
        score.add(draw.__name__, parse_document(write(page, draw), Hints()), page.truth)
        assert score.wrong == []
        assert score.share >= 0.999, score.unread[:5]
