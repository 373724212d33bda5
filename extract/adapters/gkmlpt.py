"""广东 政府信息公开平台 (``gkmlpt``): ``/gkmlpt/index`` with settings in a script, a JSON service of 100 a page.

The category is the fragment of the address (``/gkmlpt/index#2345``), ``params: {category}``, or the branch of the tree
whose name is 年报.
"""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from extract.adapters import trs
from extract.adapters.base import Discovery, ListPage, Page, Request, Years
from extract.adapters.paging import collect_pages, describe_failure
from extract.adapters.records import dig, parse_json, read_records, to_int
from extract.models import Listing
from extract.registry import Source

_SID = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\w+)")
_BRANCH = re.compile(r"\"id\"\s*:\s*\"?(\d{1,12})\"?\s*,\s*\"name\"\s*:\s*\"[^\"]{0,60}?年(?:度)?报[^\"]{0,60}\"")


def discover(source: Source, years: Years) -> Discovery:
    """Read the settings, then the service; static columns of the same sites (``/zwgk/…``) are read as directories."""
    if "/gkmlpt/" not in source.url:
        return (yield from trs.discover(source, years))
    index = yield Request(urldefrag(source.url).url)
    sid, category = _SID.search(index.text), _find_category(source, index.text)
    if not index.is_readable or sid is None or category is None:
        reason = "the page names no SID or no category of 年报" if index.is_readable else describe_failure(index, 1)
        return Listing((), None, False, reason)

    def page_request(number: int, _known: int = 0) -> Request:
        query = urlencode({"page": number, "sid": sid[1]})
        return Request(urljoin(index.url, f"/gkmlpt/api/all/{category}?{query}"), headers=(("Referer", index.url),))

    first = yield page_request(1)
    got = yield from collect_pages(first, read_list, page_request)
    return got.listing(source, years)


def read_list(page: Page) -> ListPage:
    """Articles of an answer and the total it states."""
    content = parse_json(page.text)
    return ListPage(read_records(dig(content, "articles"), page.url), to_int(dig(content, "total")))


def _find_category(source: Source, text: str) -> str | None:
    named = source.params.get("category") or urlsplit(source.url).fragment.strip("/")
    if named.isdigit():
        return named
    branch = _BRANCH.search(text)
    return branch[1] if branch else None
