"""Traps in which a table is set in strips: labels side by side over their figures, the next labels below them."""

from __future__ import annotations

import random
from itertools import groupby

from tests.transform.generator.page import C, Page, Rows
from tests.transform.generator.parts import flatten
from tests.transform.generator.registry import trap
from tests.transform.generator.traps_carded import Card, cut_cards


def _strip(cards: list[Card], keys: dict[int, C]) -> Rows:
    """Rows of the form side by side: their labels, their columns' labels, their figures."""
    titles = [C(card.title, colspan=len(card.pairs)) for card in cards]
    labels = [C(label) for card in cards for label, _ in card.pairs]
    return [titles, labels, [keys[id(pair)] for card in cards for pair in card.pairs]]


@trap
def table2_in_strips(page: Page, rng: random.Random) -> None:
    """The rows of each block of Table 2 side by side."""
    table = page.table("t2")
    cells = iter([cell for row in table.rows for cell in row if cell.key])
    rows: Rows = []
    blocks: list[list[Card]] = []
    for card in cut_cards(page, table):
        blocks += [[card]] if card.headings else []
        blocks[-1] += [] if card.headings else [card]
    for cards in blocks:
        keys = {id(pair): next(cells) for card in cards for pair in card.pairs}
        for cell in keys.values():
            cell.colspan = 1
        rows += [[C(cards[0].headings[0], colspan=6)], *_strip(cards, keys)]
    table.rows = rows


@trap
def table2_names_over_figures(page: Page, rng: random.Random) -> None:
    """A block with one column: its rows' names over their figures, the column's label before them."""
    table = page.table("t2")
    rows: Rows = []
    for is_block, group in groupby(table.rows, key=lambda row: len(row) == 1):
        rows += group if is_block else [list(column) for column in zip(*group, strict=True)]
    for cell in (cell for row in rows for cell in row):
        cell.colspan = 1
    table.rows = rows


@trap
def table3_lying_in_strips(page: Page, rng: random.Random) -> None:
    """Table 3 on its side, eight of its rows beside each other, the next ones below."""
    table = page.table("t3")
    lines = flatten(table.rows)[3:]
    people = [column.label for column in page.form.table("t3").columns]
    rows: Rows = []
    for start in range(0, len(lines), 8):
        part = lines[start : start + 8]
        rows.append([C("申请人情况"), *(C(line[2].text) for line in part)])
        rows += [[C(name), *(line[3 + n] for line in part)] for n, name in enumerate(people)]
    table.rows = rows


@trap
def table4_a_block_below_the_other(page: Page, rng: random.Random) -> None:
    """Table 4 with its three blocks below each other, each a strip of its own."""
    table = page.table("t4")
    values, rows = table.rows[3], []
    for number, block in enumerate(page.form.table("t4").rows):
        outcomes = [C(column.label) for column in page.form.table("t4").columns]
        rows += [[C(block.label, colspan=5)], outcomes, values[5 * number : 5 * number + 5]]
    table.rows = rows
