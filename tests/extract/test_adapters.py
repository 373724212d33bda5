"""Every adapter against saved pages in its platform's shape: what it takes, what it refuses and why, and the end."""

from __future__ import annotations

import pytest

from extract.adapters import ADAPTERS
from extract.adapters.base import Request, run_discovery
from extract.adapters.yearly import discover_all
from extract.attachments import find_attachments
from extract.charset import decode_text
from extract.models import Candidate, Listing
from extract.registry import Platform
from tests.extract.saved_site import CASES, SavedSite


def discover(site: SavedSite, years: tuple[int, ...] | None = None) -> Listing:
    return run_discovery(discover_all(site.source, years, ADAPTERS[site.source.platform]), site.fetch)


@pytest.mark.parametrize("case", CASES)
def test_entries_are_read_and_judged(case: str) -> None:
    site = SavedSite(case)
    listing = discover(site)
    assert [describe(candidate) for candidate in listing.candidates] == [
        (e["url"], e["title"], e["listed_on"], e["is_accepted"], e["year"]) for e in site.expected["candidates"]
    ]
    for candidate, expected in zip(listing.candidates, site.expected["candidates"], strict=True):
        assert expected["reason"] in candidate.reason


@pytest.mark.parametrize("case", CASES)
def test_end_of_the_list_is_proved_or_said_to_be_open(case: str) -> None:
    site = SavedSite(case)
    listing = discover(site)
    assert listing.stated_total == site.expected["stated_total"]
    assert listing.is_complete == site.expected["is_complete"]
    assert site.expected["reason"] in listing.reason


@pytest.mark.parametrize("case", [case for case in CASES if "article" in SavedSite(case).expected])
def test_article_page_is_a_page_and_its_files_are_found(case: str) -> None:
    site = SavedSite(case)
    expected = site.expected["article"]
    capture = site.capture(Request(expected["url"]))
    assert capture.page_class.value == expected["page_class"]
    text = decode_text(capture.body)[0]
    assert list(find_attachments(capture.body, text, capture.url)) == expected["attachments"]


def test_every_adapter_has_a_saved_case() -> None:
    assert {SavedSite(case).source.platform for case in CASES} == set(Platform) == set(ADAPTERS)


def test_no_page_is_asked_for_twice() -> None:
    for case in CASES:
        site = SavedSite(case)
        discover(site)
        gets = [ask for ask in site.asked if ask.startswith("GET")]
        assert len(gets) == len(set(gets)), case


def test_only_the_years_asked_for_are_accepted_and_opened() -> None:
    site = SavedSite("trs_year_moved")
    listing = discover(site, (2022,))
    assert [candidate.year for candidate in listing.candidates if candidate.is_accepted] == [2022]
    assert site.asked == ["GET /mzj/nb/gknb2022/"]


def test_reports_of_other_years_are_refused_with_the_year() -> None:
    listing = discover(SavedSite("trs"), (2023,))
    refused = [c.reason for c in listing.candidates if c.year == 2024]
    assert refused == ["statistics year 2024 was not asked for"]


def describe(candidate: Candidate) -> tuple[str, str, str | None, bool, int | None]:
    day = candidate.listed_on.isoformat() if candidate.listed_on else None
    return candidate.url, candidate.title, day, candidate.is_accepted, candidate.year
