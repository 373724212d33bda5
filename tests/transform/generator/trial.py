"""One layout tried on both editions with numbers of every kind.

Realistic ones, partly blank, distinct in every cell; and those that keep no sums: drawn by lot, and with errors.
"""

from __future__ import annotations

import random

from tests.transform.generator.numbers import (
    Numbers,
    distinct_numbers,
    drawn_numbers,
    realistic_numbers,
    with_blanks,
    with_errors,
)
from tests.transform.generator.page import make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from transform.models import Hints
from transform.parse import parse_document

EDITIONS = ("2019", "2021")
FIGURES = ("realistic", "distinct", "with blanks")
UNPROVED = ("drawn", "with errors", "drawn with blanks")
SUMS_DECIDE = frozenset({"lines_of_text", "one_cell_columns_with_blanks", "tabs_in_paragraphs"})
"""Layouts in which a doubled or a lost number would not show: without sums their rows stay ambiguous."""


def try_layout(name: str, kinds: tuple[str, ...] = FIGURES) -> Score:
    """The pages of a layout, one for each edition and kind of figures; each must be known for its edition."""
    total = Score()
    for edition in EDITIONS:
        for figures in kinds:
            total.take(_try_page(name, edition, figures))
    return total


def draw_numbers(edition: str, figures: str, rng: random.Random) -> Numbers:
    """Numbers of a kind (see `FIGURES` and `UNPROVED`)."""
    match figures:
        case "distinct":
            return distinct_numbers(edition, rng)
        case "with blanks":
            return with_blanks(realistic_numbers(edition, rng), rng)
        case "with errors":
            return with_errors(realistic_numbers(edition, rng), rng)
        case "drawn":
            return drawn_numbers(edition, rng)
        case "drawn with blanks":
            return {key: None if rng.random() < 0.1 else value for key, value in drawn_numbers(edition, rng).items()}
    return realistic_numbers(edition, rng)


def _try_page(name: str, edition: str, figures: str) -> Score:
    rng = random.Random(f"{name} {edition} {figures}")
    page = make_page(edition, draw_numbers(edition, figures, rng))
    TRAPS[name](page, rng)
    score = Score()
    report = parse_document(page.write(), Hints())
    score.add(name, report, page.truth)
    if report.report.edition != edition:
        score.wrong += [f"{name}: edition {edition}, read as {report.report.edition}"] * bool(report.cells)
    return score
