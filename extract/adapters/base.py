"""What every platform adapter is: a generator that asks for pages and returns a `Listing`.

An adapter never opens a connection. It yields a `Request`, is sent the `Page` that came back, and goes on; so the crawl
can fetch for hundreds of sources at once, and a test can feed saved pages.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import date

from extract.errors import ExtractError
from extract.models import Candidate, Listing, PageClass
from extract.registry import Source
from extract.titles import judge_title


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``body`` makes it a POST; ``headers`` are besides those every request carries."""

    url: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def method(self) -> str:
        """GET, or POST when there is a body."""
        return "GET" if self.body is None else "POST"

    @property
    def key(self) -> str:
        """The address under which the archive finds the answer again (the convention of pywb for POST)."""
        if self.body is None:
            return self.url
        return f"{self.url}{'&' if '?' in self.url else '?'}__wb_method=POST&{self.body}"


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: the decoded text, the address it finally came from, and whether it is a page at all."""

    url: str
    status: int
    text: str = field(repr=False)
    media_type: str = "text/html"
    page_class: PageClass = PageClass.OK
    reason: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether the page may be read as a list: many are shells whose settings or records stand in a script."""
        return self.page_class in (PageClass.OK, PageClass.SCRIPT_SHELL)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list page: absolute address, whole title, the date printed beside it."""

    url: str
    title: str
    listed_on: date | None = None
    year: int | None = None  # when the list itself says which year (a yearly directory, a column)
    organ: str | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one page of a list says: its rows, and the totals the site itself states."""

    rows: tuple[Row, ...]
    stated_total: int | None = None
    page_count: int | None = None


Discovery = Generator[Request, Page, Listing]
Years = Sequence[int] | None
NO_YEAR = "names neither year nor organ: the name of a column"
Discover = Callable[[Source, Years], Discovery]


def run_discovery(discovery: Discovery, fetch: Callable[[Request], Page]) -> Listing:
    """Drive an adapter with a plain function, one request after another; its `ExtractError` goes to the adapter."""
    try:
        request = next(discovery)
        while True:
            try:
                page = fetch(request)
            except ExtractError as error:
                request = discovery.throw(error)
            else:
                request = discovery.send(page)
    except StopIteration as end:
        listing: Listing = end.value
        return listing


def judge_rows(rows: Sequence[Row], source: Source, years: Years) -> tuple[Candidate, ...]:
    """Every row as a candidate, taken or refused with a reason."""
    return tuple(judge_row(row, source, years) for row in rows)


def judge_row(row: Row, source: Source, years: Years) -> Candidate:
    """One row as a candidate. The year in the title goes before the year of the directory."""
    verdict = judge_title(row.title, source)
    year = verdict.year or row.year
    is_accepted, reason = verdict.is_accepted, verdict.reason
    if is_accepted and year is None and not verdict.is_organ_named:
        is_accepted, reason = False, NO_YEAR
    if is_accepted and years is not None and year is not None and year not in years:
        is_accepted, reason = False, f"statistics year {year} was not asked for"
    return Candidate(
        source_id=source.id,
        url=row.url,
        title=row.title,
        listed_on=row.listed_on,
        is_accepted=is_accepted,
        reason=reason,
        organ=verdict.organ or (row.organ if verdict.is_accepted else None),
        region_code=verdict.region,
        year=year,
    )
