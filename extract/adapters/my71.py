"""``my71`` (阜阳 with 颍泉 and 颍州, 池州, 铜陵, 宣城): ``/opennessAnnualReport/?branch_id=<24 hex>``."""

from __future__ import annotations

import re

from extract.adapters.base import Discovery, ListPage, Page, Years
from extract.adapters.links import discover_linked
from extract.adapters.pager import find_page_count, find_total
from extract.adapters.rows import main_part, make_soup, pick_articles, read_rows
from extract.registry import Source

_ARTICLE = re.compile(
    r"/(?:openness|xxgk)AnnualReport/(?:detail|show)/\w+\.html|/openness/detail/(?:annual_report|content)/\w+\.html",
    re.I,
)


def discover(source: Source, years: Years) -> Discovery:
    """Read the branch's list and the pages it links."""
    return (yield from discover_linked(source, years, read_list))


def read_list(page: Page) -> ListPage:
    """Links to report pages, in any of the four shapes this family has used."""
    rows = read_rows(main_part(make_soup(page.text)), page.url)
    articles = pick_articles(rows, _ARTICLE)
    return ListPage(articles, find_total(page.text), find_page_count(page.text))
