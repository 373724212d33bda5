"""Known numbers through every container and the layouts that live in the tables themselves."""

from __future__ import annotations

import random

import pytest

from tests.transform.containers import CONTAINERS
from tests.transform.generator.page import make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from tests.transform.generator.trial import draw_numbers
from transform.models import Hints
from transform.parse import parse_document

LAYOUTS = (
    "plain", "full_width", "dashes", "counts_with_unit", "thousands", "short_labels", "numbering_dropped",
    "misprints", "no_groups", "results_twice", "total_first", "trailing_column", "remark_column", "one_table",
    "two_tables", "four_tables", "one_row_other_handling", "last_year_beside", "last_year_first", "blank_form",
    "table2_names_over_figures", "table3_lying_in_strips",
)  # fmt: skip
AT_LEAST = {
    "docx": 0.999,
    "xlsx": 0.999,
    "ruled pdf": 0.999,
    "pdf without rules": 0.999,
    "markdown": 0.99,
    "one cell a line": 0.9,
}


def score_layout(container: str, layout: str, edition: str, figures: str) -> Score:
    """One page with one layout in one container."""
    rng = random.Random(f"{container} {layout} {edition} {figures}")
    page = make_page(edition, draw_numbers(edition, figures, rng))
    TRAPS[layout](page, rng)
    score = Score()
    score.add(f"{container} {layout}", parse_document(CONTAINERS[container](page), Hints()), page.truth)
    return score


FEW = ("plain", "results_twice", "total_first", "one_row_other_handling", "last_year_first")
"""For PDF, whose reading takes a second."""
CASES = [(container, layout) for container in CONTAINERS for layout in (FEW if "pdf" in container else LAYOUTS)]


@pytest.mark.parametrize(("container", "layout"), CASES)
def test_no_wrong_number(container: str, layout: str) -> None:
    cases = [("2019", "distinct"), ("2021", "with blanks")]
    scores = [score_layout(container, layout, edition, figures) for edition, figures in cases]
    assert [line for score in scores for line in score.wrong] == []


@pytest.mark.parametrize("container", CONTAINERS)
def test_nearly_every_number_of_a_plain_form(container: str) -> None:
    cases = [("2019", "realistic"), ("2021", "realistic"), ("2019", "drawn"), ("2021", "with errors")]
    scores = [score_layout(container, "plain", edition, figures) for edition, figures in cases]
    printed, read = sum(score.printed for score in scores), sum(score.read for score in scores)
    assert read >= printed * AT_LEAST[container], [line for score in scores for line in score.unread][:8]
