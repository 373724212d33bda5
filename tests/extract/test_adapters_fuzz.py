"""Adapters fed torn, wrong and hostile pages: they end within their ceiling, and call no list complete by luck."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.adapters import ADAPTERS
from extract.adapters.base import Page, Request, run_discovery
from extract.adapters.paging import MAX_PAGES
from extract.adapters.yearly import discover_all
from extract.errors import TransientFetchError
from extract.models import Listing, PageClass
from tests.extract.saved_site import CASES, SavedSite

HOSTILE = st.sampled_from(
    [
        "",
        "{}",
        "[]",
        "null",
        '{"data": null, "results": 3, "custom": "x", "articles": [1, {"title": null}, {"title": "a", "url": "http://[x"}]}',
        '{"data": {"html": 7, "total": "many"}, "custom": {"data": {"a": 1}, "total": -1}}',
        "<a href='http://[bad'>示例县民政局2024年政府信息公开工作年度报告</a>",
        "<record><![CDATA[<a href=]]></record>",
        "<html>" + "<div>" * 600 + "共999999条",
        "\x00\ufffd" * 50,
        "var siteInfo = {siteGuid: '",
        "<script>window._CONFIG = {SID: 'x', TREE: [",
    ]
)


def read(site: SavedSite, tear: float | None, replacement: str | None, failing: int | None) -> tuple[Listing, int]:
    """The listing of a site whose pages are torn or replaced, and how many requests it took."""
    count = itertools.count(1)
    asked = 0

    def fetch(request: Request) -> Page:
        nonlocal asked
        asked = next(count)
        if failing == asked:
            raise TransientFetchError(f"{request.url}: timed out; next: it is tried again another night")
        try:
            page = site.fetch(request)
        except LookupError:
            return Page(request.url, 404, "<p>404 Not Found</p>", page_class=PageClass.GONE)
        text = page.text if replacement is None else replacement
        text = text if tear is None else text[: int(len(text) * tear)]
        return Page(page.url, page.status, text, page.media_type, page.page_class, page.reason)

    return run_discovery(discover_all(site.source, None, ADAPTERS[site.source.platform]), fetch), asked


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tear=st.floats(min_value=0, max_value=1))
def test_torn_pages_end(case: str, tear: float) -> None:
    listing, asked = read(SavedSite(case), tear, None, None)
    assert asked <= MAX_PAGES + 5
    assert listing.reason


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=10, deadline=None)
@given(replacement=HOSTILE)
def test_hostile_pages_end_and_give_nothing_to_fetch(case: str, replacement: str) -> None:
    listing, asked = read(SavedSite(case), None, replacement, None)
    assert asked <= MAX_PAGES + 5
    assert not any(candidate.is_accepted for candidate in listing.candidates)


@pytest.mark.parametrize("case", CASES)
def test_a_failed_request_leaves_the_list_incomplete_with_what_was_read(case: str) -> None:
    site = SavedSite(case)
    whole, requests = read(site, None, None, None)
    for failing in range(1, requests + 1):
        listing, _ = read(site, None, None, failing)
        seen = {candidate.url for candidate in listing.candidates}
        assert seen <= {candidate.url for candidate in whole.candidates}
        if seen != {candidate.url for candidate in whole.candidates}:
            assert not listing.is_complete, (failing, listing.reason)
