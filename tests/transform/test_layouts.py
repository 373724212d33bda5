"""Known numbers through layout traps: nothing wrong, at least 99.9 % read."""

from __future__ import annotations

import random

import pytest

from tests.transform.generator.numbers import distinct_numbers, realistic_numbers, with_blanks
from tests.transform.generator.page import make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from transform.models import Hints
from transform.parse import parse_document

EDITIONS = ("2019", "2021")
FIGURES = ("realistic", "distinct", "with blanks")
AT_LEAST = 0.999


def score_trap(name: str, edition: str, figures: str) -> Score:
    """One page with one trap."""
    rng = random.Random(f"{name} {edition} {figures}")
    numbers = distinct_numbers(edition, rng) if figures == "distinct" else realistic_numbers(edition, rng)
    if figures == "with blanks":
        numbers = with_blanks(numbers, rng)
    page = make_page(edition, numbers)
    TRAPS[name](page, rng)
    score = Score()
    report = parse_document(page.write(), Hints())
    assert report.report.edition == edition
    score.add(name, report, page.truth)
    return score


@pytest.mark.parametrize("name", sorted(TRAPS))
def test_trap(name: str) -> None:
    scores = [score_trap(name, edition, figures) for edition in EDITIONS for figures in FIGURES]
    assert [line for score in scores for line in score.wrong] == []
    printed, read = sum(score.printed for score in scores), sum(score.read for score in scores)
    assert read >= printed * AT_LEAST, [line for score in scores for line in score.unread][:10]


def test_there_are_enough_traps() -> None:
    assert len(TRAPS) >= 30


def test_two_traps_at_once_are_never_read_wrongly() -> None:
    """Together traps may hide numbers, but must not change one."""
    score = Score()
    wrapped = {"script_object", "interface_answer", "escaped_article", "flexible_boxes", "styled_spans", "listed_rows"}
    apart = sorted(set(TRAPS) - wrapped - {"number_in_table", "boxed_tables", "one_row_other_handling"})
    for seed in range(60):
        rng = random.Random(seed)
        edition = rng.choice(EDITIONS)
        page = make_page(edition, realistic_numbers(edition, rng))
        names = rng.sample(apart, 2)
        try:
            for name in names:
                TRAPS[name](page, rng)
        except (
            StopIteration,
            IndexError,
            ValueError,
            ArithmeticError,
            AssertionError,
        ):  # the first trap took away what the second needs
            continue
        score.add(" and ".join(names), parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []
    assert score.share > 0.95
