"""Rows of a list page: every link with its whole title and the date printed in the same row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from bs4 import BeautifulSoup, Tag

from extract.adapters.base import Row
from extract.addresses import join_url
from extract.titles import find_year, fold_title, refuse_kind

_DATE = re.compile(r"(20\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SHORTEST_TITLE = 4
_CUT = re.compile(r"(?:…|\.\.)$")
_ROW_TAGS = ("li", "tr", "dd", "dl", "p", "div", "ul")
_MAX_CLIMB = 4
_SPACE = re.compile(r"\s+")


def make_soup(text: str) -> BeautifulSoup:
    """A forgiving tree of a list page."""
    return BeautifulSoup(text, "lxml")


def read_rows(node: Tag, base: str) -> tuple[Row, ...]:
    """Every titled link below ``node`` once, in the order printed; navigation stays in, the title filter decides."""
    base_tag = node.find("base", href=True)
    if isinstance(base_tag, Tag):
        base = join_url(base, str(base_tag["href"])) or base
    seen: dict[str, Row] = {}
    for link in node.find_all("a", href=True):
        row = _read_link(link, base)
        if row is not None and (row.url not in seen or len(row.title) > len(seen[row.url].title)):
            seen[row.url] = row
    return tuple(seen.values())


def pick_articles(rows: Iterable[Row], article: re.Pattern[str]) -> tuple[Row, ...]:
    """Rows that lead to an article by their address, and others whose title names a report and its year."""
    return tuple(row for row in rows if article.search(row.url) or _is_dated_report(row.title))


def _is_dated_report(title: str) -> bool:
    text = fold_title(title)
    return find_year(text) is not None and refuse_kind(text) is None


def main_part(soup: BeautifulSoup) -> BeautifulSoup:
    """The page without header, footer and navigation, which newer sites change on every request."""
    for tag in soup.find_all(["header", "footer", "nav"]):
        tag.decompose()
    return soup


def find_date(text: str) -> date | None:
    """The first date written as 2024-01-31, 2024/1/31, 2024.01.31 or 2024年1月31日."""
    for match in _DATE.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def fold_space(text: str) -> str:
    """White space folded to single spaces."""
    return _SPACE.sub(" ", text).strip()


def _read_link(link: Tag, base: str) -> Row | None:
    href = str(link["href"]).strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    url, title = join_url(base, href), _whole_title(link)
    if url is None or len(title) < _SHORTEST_TITLE:
        return None
    return Row(url, title, _date_beside(link))


def _whole_title(link: Tag) -> str:
    """The title attribute where the text is cut short or empty, else the text without the date inside the link."""
    text = fold_space(link.get_text(" ", strip=True))
    full = fold_space(str(link.get("title") or ""))
    if full and (not text or _CUT.search(text) or len(full) > len(text)):
        return full
    return fold_space(re.sub(rf"^[\[(]?{_DATE.pattern}日?[\])]?|[\[(]?{_DATE.pattern}日?[\])]?$", "", text)) or full


def _date_beside(link: Tag) -> date | None:
    """The date of the nearest enclosing row that holds this link alone (or its ``dd`` pair)."""
    found = find_date(link.get_text(" ", strip=True))
    if found:
        return found
    for row in _enclosing_rows(link):
        found = find_date(_text_outside(row, link))
        if found:
            return found
    return None


def _enclosing_rows(link: Tag) -> Iterator[Tag]:
    node: Tag | None = link
    for _ in range(_MAX_CLIMB):
        node = node.parent if node is not None else None
        if node is None or len(_targets(node)) > 1:
            return
        if node.name in _ROW_TAGS:
            yield node


def _targets(node: Tag) -> set[str]:
    return {str(link["href"]) for link in node.find_all("a", href=True)}


def _text_outside(row: Tag, link: Tag) -> str:
    return " ".join(part.strip() for part in row.find_all(string=True) if link not in part.parents)
