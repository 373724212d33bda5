"""One layout tried on both editions with realistic numbers, with numbers distinct in every cell, and partly blank."""

from __future__ import annotations

import random

from tests.transform.generator.numbers import distinct_numbers, realistic_numbers, with_blanks
from tests.transform.generator.page import make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from transform.models import Hints
from transform.parse import parse_document

EDITIONS = ("2019", "2021")
FIGURES = ("realistic", "distinct", "with blanks")


def try_layout(name: str) -> Score:
    """All six pages of a layout; each must be known for its edition."""
    total = Score()
    for edition in EDITIONS:
        for figures in FIGURES:
            total.take(_try_page(name, edition, figures))
    return total


def _try_page(name: str, edition: str, figures: str) -> Score:
    rng = random.Random(f"{name} {edition} {figures}")
    numbers = distinct_numbers(edition, rng) if figures == "distinct" else realistic_numbers(edition, rng)
    if figures == "with blanks":
        numbers = with_blanks(numbers, rng)
    page = make_page(edition, numbers)
    TRAPS[name](page, rng)
    score = Score()
    report = parse_document(page.write(), Hints())
    score.add(name, report, page.truth)
    if report.report.edition != edition:
        score.wrong += [f"{name}: edition {edition}, read as {report.report.edition}"] * bool(report.cells)
    return score
