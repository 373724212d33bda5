"""博达 VSB (``vsb``): static pages numbered from the oldest, ``nb.htm`` then ``nb/3.htm``, ``nb/2.htm`` …"""

from __future__ import annotations

import re

from extract.adapters.base import Discovery, ListPage, Page, Years
from extract.adapters.links import discover_linked
from extract.adapters.pager import find_page_count, find_total
from extract.adapters.rows import main_part, make_soup, pick_articles, read_rows
from extract.registry import Source

_ARTICLE = re.compile(r"/info/\d+/\d+\.htm$|/content\.jsp\?|/system/_content/download\.jsp", re.I)


def discover(source: Source, years: Years) -> Discovery:
    """Follow 下页 from page to page."""
    return (yield from discover_linked(source, years, read_list))


def read_list(page: Page) -> ListPage:
    """Links to articles, and 共N条."""
    rows = read_rows(main_part(make_soup(page.text)), page.url)
    articles = pick_articles(rows, _ARTICLE)
    return ListPage(articles, find_total(page.text), find_page_count(page.text))
