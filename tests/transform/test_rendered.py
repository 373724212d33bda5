"""Known numbers through the PDF of other programs: what Chromium and LibreOffice print of the generator's pages."""

from __future__ import annotations

import pytest

from tests.transform.office import SOFFICE
from tests.transform.rendered import CHROMIUM, WAYS, try_way

FEW = ("plain", "raised_digits", "results_twice", "hidden_cells")
CASES = [(way, layout) for way in WAYS for layout in (FEW if way != "LibreOffice" else ("plain", "raised_notes"))]


@pytest.mark.slow
@pytest.mark.parametrize(("way", "layout"), CASES)
def test_no_wrong_number(way: str, layout: str) -> None:
    if (SOFFICE if way == "LibreOffice" else CHROMIUM) is None:
        pytest.skip(f"{way} is not installed; next: apt-get install chromium-headless-shell libreoffice-writer-nogui")
    scores = [try_way(way, layout, edition) for edition in ("2019", "2021")]
    assert [line for score in scores for line in score.wrong] == []
    printed, read = sum(score.printed for score in scores), sum(score.read for score in scores)
    assert printed > 200
    assert read >= printed * (0.999 if way != "LibreOffice" else 0.95), [x for score in scores for x in score.unread][
        :5
    ]
