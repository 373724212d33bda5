"""Known numbers through layout traps: nothing wrong, at least 99.9 % read."""

from __future__ import annotations

import random

import pytest

from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from tests.transform.generator.trial import EDITIONS, try_layout
from transform.models import Hints
from transform.parse import parse_document

AT_LEAST = 0.999


@pytest.mark.parametrize("name", sorted(TRAPS))
def test_trap(name: str) -> None:
    score = try_layout(name)
    assert score.wrong == []
    assert score.read >= score.printed * AT_LEAST, score.unread[:10]


def test_there_are_enough_traps() -> None:
    assert len(TRAPS) >= 30


def test_two_traps_at_once_are_never_read_wrongly() -> None:
    """Together traps may hide numbers, but must not change one."""
    score = Score()
    wrapped = {
        "placed_boxes",
        "placed_boxes_without_size",
        "lines_of_text",
        "tabs_in_paragraphs",
        "grid_boxes",
        "script_object",
        "interface_answer",
        "escaped_article",
        "flexible_boxes",
        "styled_spans",
        "listed_rows",
    }
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
