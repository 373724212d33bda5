"""Known numbers through the layouts of single-value tables (2008-2018): nothing wrong, at least 99.9 % read."""

from __future__ import annotations

import random

import pytest

from tests.transform.generator import indicator_traps  # noqa: F401 - registers its traps
from tests.transform.generator.indicator_pages import INDICATOR_TRAPS, ORGAN, draw_numbers, make_indicator_page
from tests.transform.generator.score import Score
from transform.forms import load_forms
from transform.models import Hints
from transform.parse import parse_document


@pytest.mark.parametrize("edition", ["2008", "2014"])
@pytest.mark.parametrize("name", sorted(INDICATOR_TRAPS))
def test_indicator_trap(name: str, edition: str) -> None:
    rng = random.Random(f"{name} {edition}")
    page = make_indicator_page(edition, draw_numbers(load_forms()[edition], rng))
    INDICATOR_TRAPS[name](page, rng)
    report = parse_document(page.write(), Hints())
    score = Score()
    score.add(name, report, page.truth)
    assert (report.report.edition, report.report.organ, report.report.year) == (edition, ORGAN, page.year)
    assert score.wrong == []
    assert score.share >= 0.999, score.unread[:10]
