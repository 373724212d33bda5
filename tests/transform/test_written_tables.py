"""Tables that text draws with marks: every number in its own cell, blank label cells and dashes left as they are."""

from __future__ import annotations

import csv
import html
import io
import random
import unicodedata
from collections.abc import Callable

import pytest

from tests.transform.generator.numbers import Numbers, distinct_numbers, realistic_numbers
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


def draw_bars(lines: list[list[str]]) -> list[str]:
    rows = [" | ".join(line) for line in lines]
    return [rows[0], "|".join("---" for _ in lines[0]), *rows[1:]]


def draw_markdown(lines: list[list[str]]) -> list[str]:
    rows = [f"| {' | '.join(line)} |" for line in lines]
    return [rows[0], f"|{'---|' * len(lines[0])}", *rows[1:]]


def draw_commas(lines: list[list[str]], delimiter: str = ",") -> list[str]:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return out.getvalue().splitlines()


def draw_semicolons(lines: list[list[str]]) -> list[str]:
    return draw_commas(lines, ";")


def draw_tabs(lines: list[list[str]]) -> list[str]:
    return draw_commas(lines, "\t")


def width_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def draw_spaces(lines: list[list[str]]) -> list[str]:
    most = max(map(len, lines))
    lines = [[*line, *[""] * (most - len(line))] for line in lines]
    widths = [max(width_of(line[n]) for line in lines) + 2 for n in range(most)]
    return ["".join(t + " " * (w - width_of(t)) for t, w in zip(line, widths, strict=True)).rstrip() for line in lines]


def draw_spaces_to_the_right(lines: list[list[str]]) -> list[str]:
    """Figures and what stands for none end below each other."""
    most = max(map(len, lines))
    lines = [[*line, *[""] * (most - len(line))] for line in lines]
    widths = [max(width_of(line[n]) for line in lines) + 2 for n in range(most)]
    return ["".join(map(set_right, line, widths)).rstrip() for line in lines]


def set_right(text: str, width: int) -> str:
    gap = " " * (width - width_of(text))
    is_label = any("\u4e00" <= character <= "\u9fff" for character in text) and text != "无"
    return text + gap if is_label else gap + text


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


def write_preformatted(page: Page, draw: Draw) -> bytes:
    lines = [f"<html><head><title>{page.title}</title></head><body><h1>{page.title}</h1>"]
    for table in page.tables:
        lines += [*(f"<p>{text}</p>" for text in table.above), "<pre>"]
        lines += [*map(html.escape, draw(spread(table.rows))), "</pre>"]
    return "\n".join([*lines, "</body></html>"]).encode()


def write(page: Page, draw: Draw) -> bytes:
    lines = [page.title, f"统计期限为{page.year}年1月1日至{page.year}年12月31日。"]
    for table in page.tables:
        lines += ["", *table.above, *draw(spread(table.rows))]
    return "\n".join([*lines, "", "五、存在的主要问题及改进情况", "仍需改进。"]).encode()


EXACT = [draw_plus, draw_box, draw_bars, draw_markdown, draw_commas, draw_semicolons, draw_tabs]
SPACED = [draw_spaces, draw_spaces_to_the_right]


@pytest.mark.parametrize("writes", [write, write_preformatted])
@pytest.mark.parametrize("draw", [*EXACT, *SPACED])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_drawn_tables(edition: str, draw: Draw, writes: Callable[[Page, Draw], bytes]) -> None:
    """Where spaces alone tell cells apart, a blank at the end of a row cannot be seen: there a mark stands for none."""
    for seed in range(4):
        rng = random.Random(f"{edition} {seed}")
        page = make_page(edition, draw_numbers(edition, seed, rng))
        for cell in page.value_cells():
            if cell.text == "0" and seed % 2:
                cell.text = rng.choice(DASHES if draw in EXACT else DASHES[1:])
                page.truth[cell.key or ""] = None
        score = Score()
        score.add(draw.__name__, parse_document(writes(page, draw), Hints()), page.truth)
        assert score.wrong == []
        assert score.share >= 0.999, score.unread[:5]


MARKED = [
    "**{}**",
    "__{}__",
    "*{}*",
    "`{}`",
    "=={}==",
    "~~7~~ {}",
    "~~7~~{}",
    "<del>7</del>{}",
    "{}<sup>7</sup>",
    "{}^7^",
]
MARKED += ["{}[^1]", "[{}](http://a/7)", "<b>{}</b>", "{}<!--7-->", "{}\\*", "&nbsp;{}", "<span hidden>7</span>{}"]
DOUBTFUL = [
    "{}~~7~~8",
    "~~{}~~",
    "{}<sub>7</sub>",
    "{}<sup>127</sup>",
    "{}~7~",
    "{}^127^",
    "{}<br>7",
    "**7**{}",
    "{}[7](#a)",
]


@pytest.mark.parametrize("way", [*MARKED, *DOUBTFUL])
def test_marks_in_the_cells_of_markdown(way: str) -> None:
    """What is struck, raised or lowered beside a number is no digit of it."""
    page = make_page("2021", distinct_numbers("2021", random.Random(way)))
    for cell in page.value_cells():
        cell.text = way.replace("{}", cell.text) if cell.text[-1] in "369" else cell.text
    score = Score()
    score.add(way, parse_document(write(page, draw_markdown), Hints()), page.truth)
    assert score.wrong == []
    assert (score.read == score.printed) == (way in MARKED)


def draw_numbers(edition: str, seed: int, rng: random.Random) -> Numbers:
    return distinct_numbers(edition, rng) if seed == 2 else realistic_numbers(edition, rng)


Lines = list[list[str]]


def lose_cell(lines: Lines, row: int, column: int) -> None:
    del lines[row][column]


def double_cell(lines: Lines, row: int, column: int) -> None:
    lines[row].insert(column, lines[row][column])


def empty_cell(lines: Lines, row: int, column: int) -> None:
    lines[row][column] = ""


def lose_row(lines: Lines, row: int, column: int) -> None:
    del lines[row]


def double_row(lines: Lines, row: int, column: int) -> None:
    lines.insert(row, list(lines[row]))


def lose_label(lines: Lines, row: int, column: int) -> None:
    labels = [n for n, text in enumerate(lines[row]) if text and not text.isdigit()]
    if labels:
        lines[row][labels[-1]] = ""


@pytest.mark.parametrize("damage", [lose_cell, double_cell, empty_cell, lose_row, double_row, lose_label])
@pytest.mark.parametrize("draw", [*EXACT, *SPACED])
def test_damaged_drawn_tables(draw: Draw, damage: Callable[[Lines, int, int], None]) -> None:
    """No number of a drawn table that lost or doubled something moves into another cell."""
    for seed in range(6):
        rng = random.Random(f"{draw.__name__} {damage.__name__} {seed}")
        edition = rng.choice(["2019", "2021"])
        numbers = {key: value if rng.random() < 0.9 else None for key, value in distinct_numbers(edition, rng).items()}
        page = make_page(edition, numbers if draw in EXACT else distinct_numbers(edition, rng))

        def draw_damaged(lines: Lines, rng: random.Random = rng) -> list[str]:
            places = [(n, m) for n, line in enumerate(lines) for m, text in enumerate(line) if text.isdigit()]
            damage(lines, *rng.choice(places))
            return draw(lines)

        score = Score()
        score.add(damage.__name__, parse_document(write(page, draw_damaged), Hints()), page.truth)
        assert score.wrong == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("draw", SPACED)
def test_a_cell_doubled_and_the_last_one_blank(draw: Draw, edition: str) -> None:
    """The row has as many numbers as the form has columns, no sum shows the shift, a blank at the end is not seen."""
    for seed in range(8):
        rng = random.Random(f"{draw.__name__} {edition} {seed}")
        page = make_page(edition, distinct_numbers(edition, rng))

        def draw_damaged(lines: Lines, rng: random.Random = rng) -> list[str]:
            rows = [n for n, line in enumerate(lines) if sum(text.isdigit() for text in line) in (2, 3)]
            for row in rng.sample(rows, min(2, len(rows))):
                columns = [n for n, text in enumerate(lines[row]) if text.isdigit()]
                doubled = rng.choice(columns[:-1])
                lines[row] = [
                    *lines[row][: doubled + 1],
                    *lines[row][doubled : columns[-1]],
                    *lines[row][columns[-1] + 1 :],
                ]
            return draw(lines)

        score = Score()
        score.add("doubled", parse_document(write(page, draw_damaged), Hints()), page.truth)
        assert score.wrong == []
