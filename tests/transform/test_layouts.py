"""Known numbers through layout traps: nothing wrong, at least 99.9 % read."""

from __future__ import annotations

import pytest

from tests.transform.generator.pairs import try_pairs
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from tests.transform.generator.trial import SUMS_DECIDE, UNPROVED, try_layout

AT_LEAST = 0.999


@pytest.mark.parametrize("name", sorted(TRAPS))
def test_trap(name: str) -> None:
    score = try_layout(name)
    assert score.wrong == []
    assert score.read >= score.printed * AT_LEAST, score.unread[:10]


@pytest.mark.parametrize("name", sorted(TRAPS))
def test_figures_that_keep_no_sums(name: str) -> None:
    """What is printed in its own cell is read, whether it adds up or not."""
    score = try_layout(name, UNPROVED)
    assert score.wrong == []
    assert name in SUMS_DECIDE or score.read >= score.printed * AT_LEAST, score.unread[:10]


def test_there_are_enough_traps() -> None:
    assert len(TRAPS) >= 30


def test_two_traps_at_once_are_never_read_wrongly() -> None:
    """Together traps may hide numbers, but must not change one. More of them: python -m tests.transform.generator."""
    total = Score()
    for score in try_pairs(200, seed=1):
        total.take(score)
    assert total.wrong == []
    assert total.share > 0.9
