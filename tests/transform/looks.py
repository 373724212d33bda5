"""What a document shows otherwise than it holds: the two things every reader that sees looks is held to."""

from __future__ import annotations

import random

from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import Page, make_page
from tests.transform.generator.score import Score
from transform.models import CellStatus, ParsedReport

_ODD = frozenset({CellStatus.UNREADABLE, CellStatus.AMBIGUOUS})


def page_without_zeros(edition: str) -> Page:
    """Numbers as they are, but 3 for every 0: what hides a figure often shows a zero all the same."""
    numbers = realistic_numbers(edition, random.Random(f"shown {edition}"))
    return make_page(
        edition, {key: value if value is None or value > 0 else type(value)(3) for key, value in numbers.items()}
    )


def some_figures(page: Page) -> set[str]:
    """The cells of every seventh figure."""
    return {cell.key for cell in page.value_cells()[1::7] if cell.key and cell.text.isdigit()}


def assert_whole(page: Page, report: ParsedReport) -> None:
    """Every number is read."""
    score = Score()
    score.add("shown", report, page.truth)
    assert score.wrong == []
    assert score.share == 1.0, score.unread[:5]


def assert_doubted(page: Page, report: ParsedReport, touched: set[str], *, others: int) -> None:
    """The touched figures are not read, an issue names each of their lines, and no more than ``others`` go with them: a
    row that looks odd and lost its proof."""
    score = Score()
    score.add("doubted", report, page.truth)
    assert score.wrong == []
    statuses = {cell.key: cell.status for cell in report.cells}
    assert touched
    assert {statuses[key] for key in touched} <= _ODD
    assert score.printed - score.read <= len(touched) + others, score.unread
    assert set(map(_line, touched)) <= {_line(issue.cell) for issue in report.issues if issue.cell}


def _line(key: str) -> str:
    """Where a cell is printed: the blocks of Table 4 stand in one line."""
    table, row, _ = key.split(".")
    return table if table == "t4" else f"{table}.{row}"
