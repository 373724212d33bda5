"""``.shtml`` sites (``ucap``): a column page with a channel number, the records from a JSON service.

POST ``getFileListByCodeId`` (channelId, page, size) answers ``results.data {total, results [{titleHtml, url,
publishedTimeStr}]}``; a variant is GET ``/common/search/{channelId}?page=&_pageSize=&_isJson=true``. Older columns have
no service and are static: ``list.shtml``, ``list_2.shtml`` …
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode, urljoin

from extract.adapters.base import Discovery, ListPage, Page, Request, Years
from extract.adapters.links import collect_linked
from extract.adapters.pager import find_page_count
from extract.adapters.paging import Collecting, ask, collect_pages
from extract.adapters.records import dig, parse_json, read_records, to_int
from extract.adapters.rows import main_part, make_soup, pick_articles, read_rows
from extract.registry import Source

PAGE_SIZE = 15
_CHANNEL = re.compile(r"\bchannel_?id[\"']?\s*[=:]\s*[\"']?([0-9a-f]{16,}|\d+)[\"']?", re.I)
_SEARCH = re.compile(r"/common/search/([0-9a-f]+)")
_ARTICLE = re.compile(r"/[0-9a-f]{32}\.shtml$|/\d+\.shtml$|/art/|content_\w{1,64}\.s?html$", re.I)
_PAGE_NAME = re.compile(r"createPageHTML\([^)]{0,200}[\"']([\w-]{1,80})[\"']\s*+,\s*+[\"'](s?html?)[\"']")
_FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")


def discover(source: Source, years: Years) -> Discovery:
    """Read the column page; where it names a channel, the service; else the static pages after it."""
    column = yield Request(source.url)
    page_request = _service_request(column, source)
    if not column.is_readable or page_request is None:
        got = yield from _collect_static(column)
        return got.listing(source, years)
    first = yield from ask(page_request(1, 0))
    if isinstance(first, str) or parse_json(first.text) is None:
        got = yield from _collect_static(column)
        return got.end(False, "the record service does not answer, only the page itself was read").listing(
            source, years
        )
    got = yield from collect_pages(first, read_service, page_request)
    return got.listing(source, years)


def read_service(page: Page) -> ListPage:
    """Records of either service."""
    content = parse_json(page.text)
    data = dig(content, "results", "data") or dig(content, "data") or {}
    rows = read_records(dig(data, "results") or dig(data, "list"), page.url)
    return ListPage(rows, to_int(dig(data, "total")))


def read_list(page: Page) -> ListPage:
    """Links to articles in a static page."""
    rows = read_rows(main_part(make_soup(page.text)), page.url)
    return ListPage(pick_articles(rows, _ARTICLE), None, find_page_count(page.text))


def _collect_static(column: Page) -> Collecting:
    """Pages named by the paging script (``createPageHTML('page', 3, 1, 'list', 'shtml')``), else those linked."""
    named = _PAGE_NAME.search(column.text)
    if named is None:
        return (yield from collect_linked(column, read_list))

    def next_request(number: int, _known: int) -> Request:
        return Request(urljoin(column.url, f"{named[1]}_{number}.{named[2]}"))

    return (yield from collect_pages(column, read_list, next_request))


def _service_request(column: Page, source: Source) -> Callable[[int, int], Request] | None:
    """How to ask for page N of the channel's records, when the page names a channel."""
    search = _SEARCH.search(column.text)
    channel = _CHANNEL.search(column.text)
    found = search or channel
    number = source.params.get("channelId") or (found[1] if found else None)
    if number is None:
        return None

    def by_get(page: int, _known: int) -> Request:
        query = urlencode({"page": page, "_pageSize": PAGE_SIZE, "_isJson": "true"})
        return Request(urljoin(column.url, f"/common/search/{number}?{query}"), headers=(("Referer", column.url),))

    def by_post(page: int, _known: int) -> Request:
        form = urlencode({"channelId": number, "page": page, "size": PAGE_SIZE})
        return Request(urljoin(column.url, "/getFileListByCodeId"), form, (_FORM, ("Referer", column.url)))

    return by_get if search else by_post
