"""What a page says about its own paging: the entries and pages it states, and the link to the next page."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from extract.addresses import join_url

_TOTAL = (
    re.compile(r"共\s*+(\d{1,9})\s*+(?:条|篇|个?记录|项|件)"),
    re.compile(r"总(?:记录|条)数?\s*+[::]?\s*+(\d{1,9})"),
    re.compile(r"\b(?:totalRecord|recordCount|totalCount|total_record)\s*+[\"']?\s*+[:=]\s*+[\"']?(\d{1,9})", re.I),
)
_PAGES = (
    re.compile(r"createPageHTML\(\s*+(?:[\"'][^\"']{0,80}[\"']\s*+,\s*+)?[\"']?(\d{1,9})"),
    re.compile(r"共\s*+(\d{1,9})\s*+页"),
    re.compile(r"\d\s{0,9}/\s{0,9}(\d{1,9})\s{0,9}页"),
    re.compile(r"\b(?:totalPages?|pageCount|countPage|page_count)\s*+[\"']?\s*+[:=]\s*+[\"']?(\d{1,9})", re.I),
)
_NEXT = re.compile(r"^(下一?页|后一?页|next|>|›|»|>>)$", re.I)
_TAGS = re.compile(r"<[^>]*+(?:>|\Z)|&nbsp;|\xa0")


def find_total(text: str) -> int | None:
    """The number of entries the page states (共23条, totalRecord: 23)."""
    return _find(_TOTAL, text)


def find_page_count(text: str) -> int | None:
    """The number of pages the page states (共3页, 1/3页, pageCount = 3)."""
    return _find(_PAGES, text)


def find_next_link(soup: BeautifulSoup, base: str) -> str | None:
    """The address behind 下一页, when it is an address and leads elsewhere."""
    for link in soup.find_all("a", href=True):
        if _NEXT.match(link.get_text(strip=True)) or "next" in (link.get("rel") or []):
            url = join_url(base, str(link["href"]))
            if url is not None and url != base.split("#", 1)[0]:
                return url
    return None


def _find(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    bare = _TAGS.sub("", text)
    match = next((found for pattern in patterns if (found := pattern.search(bare) or pattern.search(text))), None)
    return int(match[1]) if match else None
