"""Known numbers through the layouts of single-value tables (2008-2018): nothing wrong, at least 99.9 % read."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from tests.transform.generator import indicator_cards, indicator_strips, indicator_traps  # noqa: F401 - register
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


_UNSAID = frozenset({"last_year_first"})
"""Two figures a row under headings that these print without, or anew: nobody could say which is this year's."""
_UNHEADED = frozenset({"a_list_of_terms", "labels_with_colons", "units_behind", "boxes_of_label_and_figure"})
_UNHEADED |= {"cells_that_fold", "badges_in_a_list", "views_and_texts", "figures_above_labels"}


@pytest.mark.parametrize("edition", ["2008", "2014"])
def test_two_indicator_traps_at_once_are_never_read_wrongly(edition: str) -> None:
    pairs = [p for p in permutations(sorted(INDICATOR_TRAPS), 2) if not (_UNSAID & set(p) and _UNHEADED & set(p))]
    total = Score()
    for pair in random.Random(edition).sample(pairs, 300):
        rng = random.Random(f"{pair} {edition}")
        page = make_indicator_page(edition, draw_numbers(load_forms()[edition], rng))
        try:
            for name in pair:
                INDICATOR_TRAPS[name](page, rng)
            body = page.write()
        except (ValueError, IndexError):  # the first trap took away what the second needs
            continue
        total.add(" and ".join(pair), parse_document(body, Hints()), page.truth)
    assert total.wrong == []
    assert total.share > 0.7


@pytest.mark.parametrize("edition", ["2008", "2014"])
@pytest.mark.parametrize("own", ["lines_in_a_paragraph", "paragraphs_with_tabs"])
@pytest.mark.parametrize("other", ["last_year_above", "last_year_below"])
def test_another_years_table_is_not_taken_for_the_lines_of_this_one(other: str, own: str, edition: str) -> None:
    """The report's own figures are lines of text; the only table on the page stands under last year's title."""
    rng = random.Random(own)
    page = make_indicator_page(edition, draw_numbers(load_forms()[edition], rng))
    for name in (other, own):
        INDICATOR_TRAPS[name](page, rng)
    score = Score()
    score.add(other, parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []


@pytest.mark.parametrize("is_behind", [True, False])
@pytest.mark.parametrize("heading", ["", "附：上一年度情况", "附：示例县财政局"])
def test_a_longer_table_of_the_form_before_is_an_annex(heading: str, is_behind: bool) -> None:
    """2016: a short table of the form in force, beside it the whole one of the form that it replaced."""
    rng = random.Random(heading)
    page = make_indicator_page("2014", draw_numbers(load_forms()["2014"], rng))
    page.rows = page.rows[:12]
    before = make_indicator_page("2008", draw_numbers(load_forms()["2008"], rng))
    other = [f"<p>{heading}</p>", before.write_table([before.header, *before.rows])]
    page.after, page.before = (other, []) if is_behind else ([], other)
    report = parse_document(page.write(), Hints())
    read = {cell.key: cell.value for cell in report.cells if cell.value is not None}
    is_under_another = heading.endswith("局") and not is_behind  # no heading says where that organ's annex ends
    assert (len(read) > 3) == (not is_under_another)
    assert is_under_another or report.report.edition == "2014"
    assert read.items() <= page.truth.items()
