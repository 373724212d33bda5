"""Known numbers through the PDF of other programs: what Chromium and LibreOffice print of the generator's pages."""

from __future__ import annotations

import pytest

from tests.transform.office import SOFFICE
from tests.transform.rendered import CHROMIUM, WAYS, try_way

FEW = ("plain", "raised_digits", "results_twice", "hidden_cells")
LAYOUTS = {
    "LibreOffice": ("plain", "raised_notes"),
    "Chromium, narrow columns": FEW[:1],
    "Chromium, wide margins": FEW[:1],
}
CASES = [(way, layout) for way in WAYS for layout in LAYOUTS.get(way, FEW)]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("way", "layout"), CASES)
def test_no_wrong_number(way: str, layout: str) -> None:
    hold(way, [(layout, "2019", "with blanks"), (layout, "2021", "with blanks")])


@pytest.mark.parametrize("way", WAYS)
def test_figures_that_keep_no_sums(way: str) -> None:
    """Long ones too, which do not fit into narrow columns."""
    hold(way, [("plain", "2021", "drawn"), ("plain", "2019", "distinct")])


def hold(way: str, pages: list[tuple[str, str, str]]) -> None:
    """Pages (layout, edition, figures) printed one way: nothing wrong, and as good as all read."""
    if (SOFFICE if way == "LibreOffice" else CHROMIUM) is None:
        pytest.skip(f"{way} is not installed; next: apt-get install chromium-headless-shell libreoffice-writer-nogui")
    scores = [try_way(way, *page) for page in pages]
    assert [line for score in scores for line in score.wrong] == []
    printed, read = sum(score.printed for score in scores), sum(score.read for score in scores)
    assert printed > 200
    at_least = printed * (0.999 if way != "LibreOffice" else 0.95)
    assert read >= at_least, [x for score in scores for x in score.unread][:5]
