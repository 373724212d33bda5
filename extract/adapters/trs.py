"""拓尔思 WCM (``trs``): static directories ``index.html``, ``index_1.html`` …

The page count stands in a script (``countPage = 2`` or ``createPageHTML(2, 0, "index", "html")``). Newer sites print
only the first entries and build the rest from a search service: their ``recordCount`` is the number to hold against.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from extract.adapters.base import Discovery, ListPage, Page, Request, Years
from extract.adapters.paging import collect_pages
from extract.adapters.rows import main_part, make_soup, pick_articles, read_rows
from extract.registry import Source

_PAGE_COUNT = (
    re.compile(r"createPageHTML\(\s*+[\"']?(\d{1,9})"),
    re.compile(r"\bcountPage\s*+=\s*+[\"']?(\d{1,9})"),
    re.compile(r"\bpageCount\s*+[:=]\s*+[\"']?(\d{1,9})"),
)
_TOTAL = re.compile(r"\brecordCount\s*+[:=]\s*+[\"']?(\d{1,9})")
_ARTICLE = re.compile(r"/t?\d{8}_\d+\.s?html?$|/content/m?post_\d+\.html$|/P0\d{10,}\.\w+$|\.(pdf|docx?|xlsx?)$", re.I)
_SUFFIX = re.compile(r"index(_\d+)?\.(s?html?)$")


def discover(source: Source, years: Years) -> Discovery:
    """Read the directory page by page."""
    first = yield Request(source.url)
    suffix = _find_suffix(first)
    base = urljoin(first.url, ".")

    def next_request(number: int, _known: int) -> Request:
        return Request(urljoin(base, f"index_{number - 1}.{suffix}"))

    got = yield from collect_pages(first, read_list, next_request)
    return got.listing(source, years)


def read_list(page: Page) -> ListPage:
    """Entries of one directory page: links to articles, wherever the template puts them."""
    rows = read_rows(main_part(make_soup(page.text)), page.url)
    articles = pick_articles(rows, _ARTICLE)
    return ListPage(articles, _find_number((_TOTAL,), page.text), _find_number(_PAGE_COUNT, page.text))


def _find_suffix(page: Page) -> str:
    """How further pages end: as the script says, else as this page does."""
    match = re.search(r"createPageHTML\([^)]{0,200}[\"'](s?html?)[\"']\s*+\)", page.text) or _SUFFIX.search(page.url)
    if match is None:
        linked = re.search(r"index_1\.(s?html?)", page.text)
        return linked[1] if linked else "html"
    return match[match.lastindex or 1]


def _find_number(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    match = next((found for pattern in patterns if (found := pattern.search(text))), None)
    return int(match[1]) if match else None
