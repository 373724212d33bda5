"""A real list whose four reports are all of superior organs: nothing of the zone's own may be taken from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.adapters.base import Page, Request, run_discovery
from extract.adapters.trs import discover
from extract.models import Listing, PageClass
from extract.registry import Source

PAGE = Path(__file__).parents[3] / "shared" / "corpus" / "list_trs_engebei.html"
ZONE = Source(
    id="engebei",
    region="150600",
    organ="鄂尔多斯恩格贝生态示范区管理委员会",
    platform="trs",
    url="http://www.engebei.gov.cn/xxgk/xxgknb/",
    within=("内蒙古自治区", "鄂尔多斯市"),
)

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the corpus of real documents is not beside the checkout")


@pytest.fixture(scope="module")
def listing() -> Listing:
    def fetch(request: Request) -> Page:
        if request.url == ZONE.url:
            return Page(request.url, 200, PAGE.read_text(encoding="utf-8"))
        return Page(request.url, 404, "", page_class=PageClass.GONE)

    return run_discovery(discover(ZONE, None), fetch)


def test_none_of_ten_entries_is_the_zones_own(listing: Listing) -> None:
    assert len(listing.candidates) == 10
    assert not any(candidate.is_accepted for candidate in listing.candidates)


def test_four_reports_of_superior_organs_are_named(listing: Listing) -> None:
    superior = [c for c in listing.candidates if c.reason.startswith("report of a superior organ")]
    assert [(c.organ, c.year, str(c.listed_on)) for c in superior] == [
        ("鄂尔多斯市", 2019, "2020-09-03"),
        ("鄂尔多斯市人民政府办公室", 2019, "2020-03-11"),
        ("鄂尔多斯市", 2018, "2019-05-30"),
        ("内蒙古自治区", 2018, "2019-05-30"),
    ]


def test_the_second_page_the_list_speaks_of_is_missed(listing: Listing) -> None:
    assert not listing.is_complete
    assert listing.reason == "there is no page 2 of the 2 the site states"
