"""All addresses of a source: the current list, older ones, a directory for each year, and years linked from the list.

``{Y}`` in an address stands for the statistics year (``gknb{Y}/``, ``{Y}nb/``, ``?year={Y}``). A yearly directory that
is gone is looked for among the year links of the directory above it before it counts as missing. A link that is only a
year (2019年) leads to a list of that year, or to the report itself.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from extract.adapters.base import NO_YEAR, Discover, Discovery, Page, Request, Row, Years, judge_row
from extract.adapters.paging import ask
from extract.adapters.rows import make_soup
from extract.addresses import join_url
from extract.errors import ExtractError
from extract.models import Candidate, Listing, PageClass
from extract.registry import FIRST_YEAR, Source

_BARE_YEAR = re.compile(r"^[(\[]?(20\d{2})\s*年?(?:度)?(?:年报|年度报告|信息公开年报)?[)\]]?$")
_GONE = (PageClass.GONE, PageClass.SOFT_404, PageClass.EMPTY)
_MOST_YEARS = 25
_REPORT_TITLE = "{year}年政府信息公开工作年度报告"


@dataclass(frozen=True, slots=True)
class Address:
    """One list address; ``year`` is set for a directory of one statistics year."""

    url: str
    year: int | None = None


@dataclass(slots=True)
class _Found:
    """What the addresses of a source gave so far."""

    listings: list[Listing] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)
    parents: dict[str, dict[int, str]] = field(default_factory=dict)

    def merge(self) -> Listing:
        """One listing: every candidate once, complete only if every address was."""
        if len(self.listings) == 1:
            return self.listings[0]
        candidates: dict[str, Candidate] = {}
        for candidate in (item for listing in self.listings for item in listing.candidates):
            known = candidates.get(candidate.url)
            if known is None or (candidate.is_accepted and not known.is_accepted):
                candidates[candidate.url] = candidate
        totals = [listing.stated_total for listing in self.listings]
        total = None if None in totals else sum(number for number in totals if number is not None)
        gaps = [listing.reason for listing in self.listings if not listing.is_complete]
        reason = "; ".join(dict.fromkeys(gaps)) or f"all of {len(self.listings)} addresses read to the end"
        return Listing(tuple(candidates.values()), total, not gaps, reason)


def discover_all(source: Source, years: Years, discover: Discover) -> Discovery:
    """Read every address of ``source`` that may hold reports of ``years`` with the adapter ``discover``."""
    found = _Found()
    for address in list_addresses(source, years):
        yield from _read_address(source, address, years, discover, found)
    return found.merge()


def list_addresses(source: Source, years: Years) -> tuple[Address, ...]:
    """The addresses to open: the current one always, older ones where they may hold a year that is asked for."""
    addresses = list(_expand(source.url, years, source.since, source.until))
    for other in source.other_addresses:
        since, until = other.since or FIRST_YEAR, other.until or last_statistics_year()
        if years is None or any(since <= year <= until for year in years):
            addresses += _expand(other.url, years, since, until)
    return tuple(dict.fromkeys(addresses))


def last_statistics_year() -> int:
    """The newest year a report can be about: last year."""
    return datetime.now(UTC).year - 1


def find_year_links(page: Page) -> dict[int, str]:
    """Links of a page whose whole text is a year, on the same host."""
    found: dict[int, str] = {}
    for link in make_soup(page.text).find_all("a", href=True):
        match = _BARE_YEAR.match(link.get_text(strip=True))
        url = join_url(page.url, str(link["href"]))
        if match and url and urlsplit(url).netloc == urlsplit(page.url).netloc and url != page.url:
            found.setdefault(int(match[1]), url)
    return found


def _expand(url: str, years: Years, since: int | None, until: int | None) -> Iterator[Address]:
    if "{Y}" not in url:
        yield Address(url)
        return
    wanted = range(since or FIRST_YEAR, (until or last_statistics_year()) + 1)
    for year in sorted(set(wanted) if years is None else set(wanted) & set(years), reverse=True):
        yield Address(url.replace("{Y}", str(year)), year)


def _read_address(
    source: Source, address: Address, years: Years, discover: Discover, found: _Found
) -> Generator[Request, Page, None]:
    listing, first = yield from _list_at(source, address, years, discover, found)
    if address.year is not None and first is not None and first.page_class in _GONE:
        listing = yield from _find_moved(source, address, years, discover, found)
    listing = _as_report(source, address, listing, first, years)
    found.listings.append(listing)
    if first is not None and first.is_readable and address.year is None:
        yield from _follow_years(source, first, listing, years, discover, found)


def _list_at(
    source: Source, address: Address, years: Years, discover: Discover, found: _Found
) -> Generator[Request, Page, tuple[Listing, Page | None]]:
    """The listing at one address, and its first page, from which further addresses may be read."""
    found.visited.add(address.url)
    pages: list[Page] = []
    inner = discover(source.model_copy(update={"url": address.url}), years)
    try:
        listing = yield from _watch(inner, pages)
    except ExtractError as error:
        listing = Listing((), None, False, str(error))
    if address.year is not None:
        listing = replace(listing, candidates=tuple(_with_year(c, address) for c in listing.candidates))
    return listing, pages[0] if pages else None


def _watch(inner: Discovery, pages: list[Page]) -> Discovery:
    """Pass an adapter's requests through and keep the pages it was sent."""
    try:
        request = next(inner)
        while True:
            try:
                page = yield request
            except ExtractError as error:
                request = inner.throw(error)
            else:
                pages.append(page)
                request = inner.send(page)
    except StopIteration as end:
        listing: Listing = end.value
        return listing


def _find_moved(
    source: Source, address: Address, years: Years, discover: Discover, found: _Found
) -> Generator[Request, Page, Listing]:
    """The directory of a year that is not where it should be, by the year links of the directory above."""
    parent = urljoin(address.url, "../" if address.url.endswith("/") else "./")
    if parent not in found.parents:
        page = yield from ask(Request(parent))
        found.parents[parent] = find_year_links(page) if isinstance(page, Page) and page.is_readable else {}
    url = found.parents[parent].get(address.year or 0)
    if url is None or url in found.visited:
        return Listing((), None, False, f"no directory for {address.year} at {address.url}")
    listing, first = yield from _list_at(source, Address(url, address.year), years, discover, found)
    return _as_report(source, Address(url, address.year), listing, first, years)


def _follow_years(
    source: Source, first: Page, listing: Listing, years: Years, discover: Discover, found: _Found
) -> Generator[Request, Page, None]:
    """Lists or reports behind the year links of a list page."""
    known = {candidate.url for candidate in listing.candidates if candidate.is_accepted} | found.visited
    for year, url in sorted(find_year_links(first).items(), reverse=True)[:_MOST_YEARS]:
        if url in known or (years is not None and year not in years):
            continue
        address = Address(url, year)
        below, page = yield from _list_at(source, address, years, discover, found)
        found.listings.append(_as_report(source, address, below, page, years))


def _as_report(source: Source, address: Address, listing: Listing, page: Page | None, years: Years) -> Listing:
    """The page itself when it lists nothing and is a report: behind a year link, or as a source of one report."""
    has_reports = any(candidate.is_accepted for candidate in listing.candidates)
    if has_reports or page is None or not _looks_like_report(page):
        return listing
    title = read_title(page.text) if address.year is None else _REPORT_TITLE.format(year=address.year)
    candidate = judge_row(Row(address.url, title, year=address.year), source, years)
    if address.year is None and not candidate.is_accepted:
        return listing
    reason = "the address leads to the report itself"
    return Listing((replace(candidate, reason=reason) if candidate.is_accepted else candidate,), 1, True, reason)


def read_title(text: str) -> str:
    """The title of a page, without the name of the site after it."""
    soup = make_soup(text)
    meta = soup.find("meta", attrs={"name": "ArticleTitle"})
    title = str(meta["content"]) if isinstance(meta, Tag) and meta.get("content") else ""
    return title or re.split(r"[_|]|\s-\s", soup.title.get_text(strip=True) if soup.title else "")[0]


def _looks_like_report(page: Page) -> bool:
    return page.page_class is PageClass.OK and "年度报告" in page.text and "<table" in page.text.lower()


def _with_year(candidate: Candidate, address: Address) -> Candidate:
    """An entry of a yearly directory is about that year unless it says otherwise, even one without any name."""
    if candidate.year is not None:
        return candidate
    is_below = candidate.url.startswith(urljoin(address.url, ".")) and candidate.url != address.url
    if candidate.reason == NO_YEAR and is_below:
        reason = f"names no year, in the directory of {address.year}"
        return replace(candidate, year=address.year, is_accepted=True, reason=reason)
    return replace(candidate, year=address.year)
