"""Newer Hanweb (``jpaas``): a column page with ``queryData``, filled by script from a JSON service.

GET ``…/front/page/build/unit?<queryData>&paramJson={"pageNo":N,"pageSize":"15"}`` answers ``{data: {html}}``; a bare
``pageNo`` is ignored. The block ``.pagination`` states ``rows`` (page size) and ``count`` (entries).
"""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import urlencode, urljoin

from extract.adapters.base import Discovery, ListPage, Page, Request, Years
from extract.adapters.paging import collect_pages, describe_failure
from extract.adapters.records import dig, parse_json, to_int
from extract.adapters.rows import make_soup, read_rows
from extract.models import Listing
from extract.registry import Source

PAGE_SIZE = 15
_SERVICE = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_QUERY = re.compile(r"queryData\s*=\s*(?:\"(\{.{0,4000}?\})\"|'(\{.{0,4000}?\})')", re.S)
_PAIR = re.compile(r"\b(\w++)[\"']?\s*+:\s*+[\"']([^\"']*+)[\"']")
_URL = re.compile(r"\burl\s*=\s*[\"']([^\"']{0,300}page/build/unit[^\"']{0,300})[\"']")


def discover(source: Source, years: Years) -> Discovery:
    """Read the settings of the column page, then the service page by page."""
    column = yield Request(source.url)
    query = find_query(column.text) | source.params
    if not column.is_readable or not query:
        reason = "the page has no queryData" if column.is_readable else describe_failure(column, 1)
        return Listing((), None, False, reason)
    match = _URL.search(column.text)
    service = urljoin(column.url, unescape(match[1]) if match else _SERVICE)

    def page_request(number: int, _known: int = 0) -> Request:
        setting = json.dumps({"pageNo": number, "pageSize": str(PAGE_SIZE)}, separators=(",", ":"))
        return Request(f"{service}?{urlencode({**query, 'paramJson': setting})}", headers=(("Referer", column.url),))

    first = yield page_request(1)
    got = yield from collect_pages(first, read_list, page_request)
    return got.listing(source, years)


def read_list(page: Page) -> ListPage:
    """Rows of the HTML inside the answer."""
    html = dig(parse_json(page.text), "data", "html") or ""
    soup = make_soup(str(html))
    block = soup.select_one(".pagination[count]")
    return ListPage(read_rows(soup, page.url), to_int(block["count"]) if block else None)


def find_query(text: str) -> dict[str, str]:
    """The parameters the page's script would send."""
    match = _QUERY.search(unescape(text))
    return dict(_PAIR.findall(match[1] or match[2])) if match else {}
