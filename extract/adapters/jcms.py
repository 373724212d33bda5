"""大汉 Hanweb columns (``jcms``): the first records stand in the page, the rest comes from ``dataproxy.jsp``.

Records are ``<record><![CDATA[<a …>…<span>date</span>]]></record>``. Some servers ignore ``startrecord``, and cut
``perpage`` above about 300; so the next request starts after what was received, not after what was asked for.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from extract.adapters.base import Discovery, ListPage, Page, Request, Years
from extract.adapters.pager import find_next_link
from extract.adapters.paging import collect_pages
from extract.adapters.rows import main_part, make_soup, pick_articles, read_rows
from extract.registry import Source

PER_PAGE = 100
_PROXY = "/module/web/jpage/dataproxy.jsp"
_RECORD = re.compile(r"\s*+<!\[CDATA\[(.*?)\]\]>\s*+</record>", re.S)
_TOTAL = re.compile(r"<totalrecord>\s*+(\d{1,9})|\btotalRecord\s*+[\"']?\s*+[:=]\s*+[\"']?(\d{1,9})", re.I)
_QUERY = re.compile(r"dataproxy\.jsp\?([^\"'<>\s]+)")
_SETTING = re.compile(r"\b(webid|columnid|unitid|webname|appid|path)[\"']?\s*[:=]\s*[\"']?([^\"',;&\s<>]+)", re.I)
_ARTICLE = re.compile(r"/art(/|_)|/module/download/|\.(pdf|docx?|xlsx?)$", re.I)
_FORM = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")
_DEFAULTS = {"col": "1", "appid": "1", "webid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}


def discover(source: Source, years: Years) -> Discovery:
    """Read the column page, then the data service until its total is reached."""
    first = yield Request(source.url)
    settings = find_settings(first) | source.params

    def next_request(number: int, known: int) -> Request | None:
        if "unitid" not in settings:
            return _linked_page(first) if number == 2 else None
        return data_request(first.url, settings, known + 1)

    got = yield from collect_pages(first, read_list, next_request)
    return got.listing(source, years)


def data_request(base: str, settings: dict[str, str], start: int) -> Request:
    """The POST for records ``start`` to ``start + PER_PAGE - 1``."""
    window = urlencode({"startrecord": start, "endrecord": start + PER_PAGE - 1, "perpage": PER_PAGE})
    form = {name: settings[name] for name in _FORM if name in settings}
    headers = (
        ("Referer", base),
        ("X-Requested-With", "XMLHttpRequest"),
        ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
    )
    return Request(urljoin(base, f"{_PROXY}?{window}"), urlencode(form), headers)


def read_list(page: Page) -> ListPage:
    """Records in the page or in an answer of the data service; without any, the plain links of the page."""
    total = _TOTAL.search(page.text)
    stated = int(total[1] or total[2]) if total else None
    records = [found[1] for part in page.text.split("<record>")[1:] if (found := _RECORD.match(part))]
    if records or "<datastore" in page.text:
        return ListPage(read_rows(make_soup("".join(records)), page.url), stated)
    rows = read_rows(main_part(make_soup(page.text)), page.url)
    return ListPage(pick_articles(rows, _ARTICLE), stated)


def find_settings(page: Page) -> dict[str, str]:
    """The form of the data service, as the page's own script would send it."""
    settings = dict(_DEFAULTS)
    match = re.search(r"/col/col(\d+)/", urlsplit(page.url).path)
    if match:
        settings["columnid"] = match[1]
    settings |= {name.lower(): value for name, value in _SETTING.findall(page.text)}
    query = _QUERY.search(page.text)
    if query:
        settings |= {name: value for name, value in parse_qsl(unescape(query[1])) if name in _FORM}
    return settings


def _linked_page(page: Page) -> Request | None:
    url = find_next_link(make_soup(page.text), page.url)
    return Request(url) if url else None
