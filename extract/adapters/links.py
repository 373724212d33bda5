"""Any plain page of links (``links``), and the walk along 下一页 that other static families share."""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.adapters.base import Discovery, ListPage, Page, Request, Years
from extract.adapters.pager import find_next_link
from extract.adapters.paging import Collecting, collect_pages
from extract.adapters.rows import main_part, make_soup, read_rows
from extract.registry import Source

_ENTRY = re.compile(r"报告|年报|公开|20\d\d")


def discover(source: Source, years: Years) -> Discovery:
    """Every link of the page and of the pages after it; the title filter decides."""
    return (yield from discover_linked(source, years, read_list))


def discover_linked(source: Source, years: Years, read: Callable[[Page], ListPage]) -> Discovery:
    """Follow 下一页 from page to page."""
    first = yield Request(source.url)
    got = yield from collect_linked(first, read)
    return got.listing(source, years)


def collect_linked(first: Page, read: Callable[[Page], ListPage]) -> Collecting:
    """``first`` and the pages its 下一页 leads to."""
    latest = [first]

    def read_and_remember(page: Page) -> ListPage:
        latest[0] = page
        return read(page)

    def next_request(_number: int, _known: int) -> Request | None:
        url = find_next_link(make_soup(latest[0].text), latest[0].url)
        return Request(url) if url else None

    return (yield from collect_pages(first, read_and_remember, next_request))


def read_list(page: Page) -> ListPage:
    """Links that may be entries: dated, or speaking of reports, disclosure or a year; navigation is left out.

    A page of links states totals of other things too often to trust 共N条 here.
    """
    rows = read_rows(main_part(make_soup(page.text)), page.url)
    return ListPage(tuple(row for row in rows if row.listed_on or _ENTRY.search(row.title)))
