"""龙讯 (``lonsun``): ``/public/column/<organ>?type=3&action=list&pageIndex=N`` (type 3 is 年报).

Past the end these servers repeat the last page for ever. The label service ``/site/label/8888`` gives the same rows and
is not needed.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extract.adapters.base import Discovery, ListPage, Page, Request, Years
from extract.adapters.paging import collect_pages
from extract.adapters.rows import main_part, make_soup, pick_articles, read_rows
from extract.registry import Source

_ARTICLE = re.compile(r"/public/\d+/\d+\.html")
_TOTAL = re.compile(r"[\"']?\btotal[\"']?\s*+:\s*+[\"']?(\d{1,9})")
_PAGES = re.compile(r"[\"']?\bpageCount[\"']?\s*+:\s*+[\"']?(\d{1,9})")


def discover(source: Source, years: Years) -> Discovery:
    """Read the column page by page."""
    first = yield Request(source.url)
    parts = urlsplit(source.url)
    query = {"type": "3", "action": "list"} | dict(parse_qsl(parts.query))

    def page_request(number: int, _known: int) -> Request:
        return Request(urlunsplit(parts._replace(query=urlencode({**query, "pageIndex": number}))))

    got = yield from collect_pages(first, read_list, page_request)
    return got.listing(source, years)


def read_list(page: Page) -> ListPage:
    """Links to articles of the column, and the total its paging script is given."""
    rows = read_rows(main_part(make_soup(page.text)), page.url)
    total, pages = _TOTAL.search(page.text), _PAGES.search(page.text)
    articles = pick_articles(rows, _ARTICLE)
    return ListPage(articles, int(total[1]) if total else None, int(pages[1]) if pages else None)
