"""Documents made to cost time or memory are refused, or read, within seconds and megabytes; nothing goes unsaid.

What each is stands in tests/fuzz/bombs/; `python -m tests.fuzz.bombs` prints what they cost.
"""

from __future__ import annotations

import pytest

from tests.fuzz.bombs import BOMBS, explode
from transform.issues import load_issue_wordings

MOST_SECONDS = 10.0
"""Of processor time. Nothing here takes more than four on a busy machine, and what was not bounded took more than
forty: between lies what a slower processor may need."""
MOST_MEMORY = 300 * 2**20

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_is_refused_or_read_in_bounds(name: str) -> None:
    effort = explode(name)
    assert effort.outcome in BOMBS[name].outcomes, effort
    assert effort.seconds < MOST_SECONDS, effort
    assert effort.memory < MOST_MEMORY, effort
    assert effort.outcome[:8] != "refused:" or effort.outcome[9:] in load_issue_wordings()


@pytest.mark.parametrize("name", ["one_paragraph_of_figures", "different_figures", "lines_of_figures"])
def test_figures_left_out_are_said_to_be(name: str) -> None:
    effort = explode(name)
    assert effort.claims > 0
    assert dict(effort.issues)["prose_too_long"] == 1
