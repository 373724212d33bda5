"""Reading a list over many pages, with a hard ceiling and an end that is proved.

The end counts as proved when the site's own total is reached, its last page was read, a page came back empty, or a page
after the second repeats what was seen. A first page that comes back for the second is a server that ignores the page
number: unless its own total says otherwise, that list is incomplete. Fewer entries than the site states is incomplete.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from extract.adapters.base import ListPage, Page, Request, Row, Years, judge_rows
from extract.errors import ExtractError
from extract.models import Listing, PageClass
from extract.registry import Source

MAX_PAGES = 200
ReadPage = Callable[[Page], ListPage]
NextRequest = Callable[[int, int], Request | None]
"""The request for page number n (the first is 1), when so many rows are known; None when there can be no such page."""


@dataclass(slots=True)
class Collected:
    """Rows of a list and how its end was reached."""

    rows: list[Row] = field(default_factory=list)
    stated_total: int | None = None
    is_complete: bool = False
    reason: str = ""

    def add(self, rows: Sequence[Row]) -> int:
        """Take the rows not yet known; says how many."""
        known = {row.url for row in self.rows}
        new = [row for row in rows if row.url not in known]
        self.rows.extend(new)
        return len(new)

    def end(self, is_complete: bool, reason: str) -> Collected:
        """Close the list. The site's own total overrides any other sign of an end."""
        if self.stated_total is not None and len(self.rows) < self.stated_total:
            is_complete, reason = (
                False,
                f"{len(self.rows)} of the {self.stated_total} entries the site states: {reason}",
            )
        self.is_complete, self.reason = is_complete, reason
        return self

    def listing(self, source: Source, years: Years) -> Listing:
        """The rows judged."""
        return Listing(judge_rows(self.rows, source, years), self.stated_total, self.is_complete, self.reason)


Collecting = Generator[Request, Page, Collected]


def collect_pages(first: Page, read: ReadPage, next_request: NextRequest, max_pages: int = MAX_PAGES) -> Collecting:
    """Read ``first`` and the pages after it until the end is proved or can no longer be reached."""
    got = Collected()
    if not first.is_readable:
        return got.end(False, describe_failure(first, 1))
    shown = read(first)
    got.stated_total = shown.stated_total
    got.add(shown.rows)
    for number in range(2, max_pages + 1):
        if _is_total_reached(got, shown, number - 1):
            return got.end(True, _describe_end(shown, number - 1))
        request = next_request(number, len(got.rows))
        if request is None and shown.page_count is not None:
            return got.end(False, f"no link to page {number} of the {shown.page_count} the site states")
        if request is None:
            return got.end(True, "the list has one page" if number == 2 else "no further page is linked")
        page = yield from ask(request)
        if isinstance(page, str):
            return got.end(False, f"page {number}: {page}")
        ended = _take_page(got, page, read, number, shown)
        if ended is not None:
            return ended
    return got.end(False, f"stopped at the ceiling of {max_pages} pages")


def ask(request: Request) -> Generator[Request, Page, Page | str]:
    """One request; a network failure comes back as its one-line message instead of ending the whole list."""
    try:
        page = yield request
    except ExtractError as error:
        return str(error)
    return page


def describe_failure(page: Page, number: int) -> str:
    """Why a list page could not be read."""
    if page.page_class is PageClass.CHALLENGE:
        return f"blocked at page {number}: {page.reason}"
    return f"page {number} is no list: {page.reason or page.page_class.value}"


def _take_page(got: Collected, page: Page, read: ReadPage, number: int, first: ListPage) -> Collected | None:
    if page.page_class in (PageClass.GONE, PageClass.SOFT_404, PageClass.EMPTY):
        if first.page_count is not None:
            return got.end(False, f"there is no page {number} of the {first.page_count} the site states")
        return got.end(True, f"there is no page {number}")
    if not page.is_readable:
        return got.end(False, describe_failure(page, number))
    shown = read(page)
    if not shown.rows:
        return got.end(True, f"page {number} is empty")
    if got.add(shown.rows):
        return None
    if number == 2 and first.page_count != 1:
        return got.end(False, "the server answers every page number with its first page")
    return got.end(first.page_count is None, f"page {number} repeats what was seen")


def _is_total_reached(got: Collected, first: ListPage, read_so_far: int) -> bool:
    if first.stated_total is not None:
        return len(got.rows) >= first.stated_total
    return first.page_count is not None and read_so_far >= first.page_count


def _describe_end(first: ListPage, read_so_far: int) -> str:
    if first.stated_total is not None:
        return f"all {first.stated_total} entries the site states"
    return f"all {read_so_far} pages the site states"
