"""大汉 Hanweb 信息公开 module (``jcms_xxgk``): years as links to the reports, lists by POST to ``search.jsp``.

``/module/xxgk/xxgkAnnualReport.jsp?area=<organ>&fbtime=<year>`` is the report itself. ``search.jsp`` answers a page
past the end with its last one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from extract.adapters.base import Discovery, ListPage, Page, Request, Row, Years
from extract.adapters.pager import find_page_count, find_total
from extract.adapters.paging import Collected, ask, collect_pages, describe_failure
from extract.adapters.rows import make_soup, read_rows
from extract.addresses import join_url
from extract.models import PageClass
from extract.registry import Source

_SEARCH = "/module/xxgk/search.jsp"
_SETTING = re.compile(r"\b(infotypeId|area|divid|jdid|searchUrl)[\"']?\s*[:=]\s*[\"']([^\"']*)[\"']")
_YEAR_LINK = re.compile(r"[?&]fbtime=(20\d{2})\b")


def discover(source: Source, years: Years) -> Discovery:
    """Read the years the page offers, then the list service; the two name the same reports."""
    first = yield Request(source.url)
    if not first.is_readable:
        return Collected().end(False, describe_failure(first, 1)).listing(source, years)
    offered = read_year_links(first)
    settings = _find_settings(source, first)

    def page_request(number: int, _known: int = 0) -> Request:
        headers = (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"), ("Referer", first.url))
        return Request(urljoin(first.url, settings["searchUrl"]), _form(settings, number), headers)

    answer = yield from ask(page_request(1))
    if isinstance(answer, str) or not answer.is_readable or not read_list(answer).rows:
        got = Collected()
        got.add(offered)
        return got.end(*_judge_silence(answer, offered)).listing(source, years)
    got = yield from collect_pages(answer, read_list, page_request)
    got.add(offered)
    return got.listing(source, years)


def read_list(page: Page) -> ListPage:
    """Rows ``.tr_main_value_odd`` and ``_even``, 共N条 and 共N页."""
    soup = make_soup(page.text)
    rows: list[Row] = []
    for line in soup.select("[class*=tr_main_value]"):
        rows.extend(read_rows(line, page.url))
    return ListPage(tuple(rows), find_total(page.text), find_page_count(page.text))


def read_year_links(page: Page) -> tuple[Row, ...]:
    """The links 2023年 … of the page, titled by what the module is for."""
    rows = []
    for link in make_soup(page.text).find_all("a", href=_YEAR_LINK):
        url = join_url(page.url, str(link["href"])) or page.url
        year = int(parse_qs(urlsplit(url).query)["fbtime"][0])
        rows.append(replace(Row(url, f"{year}年政府信息公开工作年度报告"), year=year))
    return tuple(rows)


def _judge_silence(answer: Page | str, offered: tuple[Row, ...]) -> tuple[bool, str]:
    """Without a list service the years on the page are the list; one that failed tonight may hold more."""
    if isinstance(answer, str):
        return False, f"only the years the page offers: {answer}"
    if answer.is_readable or answer.page_class in (PageClass.GONE, PageClass.SOFT_404):
        return bool(offered), "the years the page offers; it has no list service"
    return False, f"only the years the page offers: {describe_failure(answer, 1)}"


def _find_settings(source: Source, page: Page) -> dict[str, str]:
    found = {"searchUrl": _SEARCH} | dict(_SETTING.findall(page.text))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(source.url).query).items()}
    if "vc_xxgkarea" in asked:
        found["area"] = asked["vc_xxgkarea"]
    return found | {name: asked[name] for name in ("area",) if name in asked} | source.params


def _form(settings: dict[str, str], number: int) -> str:
    names = ("infotypeId", "jdid", "area", "divid")
    fixed = {"standardXxgk": "1", "sortfield": ""}
    return urlencode({name: settings.get(name, "") for name in names} | fixed | {"currpage": number})
