"""The state of one source during a crawl, and the night it adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from extract.adapters.base import Discovery, Years
from extract.models import Candidate, ListedYear, Listing, NightStatus, PageClass, Role, SourceNight
from extract.registry import Source

_PRESENT = (PageClass.OK,)
_TAKEN_DOWN = (PageClass.GONE, PageClass.WITHDRAWN, PageClass.SOFT_404)
_MOST_REASONS = 3


@dataclass(slots=True)
class SourceRun:
    """Counts of one source while its requests are under way."""

    source: Source
    discovery: Discovery | None = None
    listing: Listing | None = None
    known_years: frozenset[int] = frozenset()  # statistics years of the reports of earlier nights
    unlisted: tuple[Candidate, ...] = ()
    taken_down: Counter[int | None] = field(default_factory=Counter)  # unlisted reports whose page is gone, by year
    failure: str = ""
    is_blocked: bool = False
    fetched: int = 0
    unchanged: int = 0
    troubles: dict[str, list[str]] = field(default_factory=dict)  # what went wrong: where

    def count(
        self, page_class: PageClass, reason: str, url: str, *, candidate: Candidate | None, is_unchanged: bool
    ) -> None:
        """Take in a report or attachment that came.

        A report that is neither on the list nor at its address any more is no trouble: it was taken down.
        """
        if page_class in _TAKEN_DOWN and candidate in self.unlisted:
            self.taken_down[candidate.year if candidate else None] += 1
        elif page_class not in _PRESENT:
            self.note_trouble(f"{page_class.value}: {reason}", url)
        elif is_unchanged:
            self.unchanged += 1
        else:
            self.fetched += 1

    def note_trouble(self, what: str, url: str) -> None:
        """Something accepted did not come as a page."""
        self.troubles.setdefault(what.removeprefix(f"{url}: ").split("; next:")[0], []).append(url)

    def candidates(self) -> tuple[Candidate, ...]:
        """What the list shows tonight, and what it showed on earlier nights only."""
        return (*(self.listing.candidates if self.listing else ()), *self.unlisted)

    def night(self, years: Years) -> SourceNight:
        """What the night amounted to, of the statistics ``years`` that were asked for (None: all)."""
        listing = self.listing or Listing((), None, False, self.failure or "the list was not read")
        return SourceNight(
            source_id=self.source.id,
            status=self._status(listing),
            listed=len(listing.candidates),
            stated=listing.stated_total,
            accepted=sum(candidate.is_accepted for candidate in listing.candidates),
            fetched=self.fetched,
            unchanged=self.unchanged,
            reason=self._reason(listing),
            years=tuple(self._listed_years(listing, years)) if listing.is_complete or listing.candidates else (),
        )

    def _listed_years(self, listing: Listing, years: Years) -> Iterator[ListedYear]:
        shown = {c.url: c.year for c in listing.candidates if c.is_accepted}
        counts = Counter(year for year in shown.values() if year is not None)
        asked: Iterable[int] = years if years is not None else {*counts, *self.known_years}
        for year in sorted(asked):
            yield ListedYear(year, counts[year], self.taken_down[year])

    def _status(self, listing: Listing) -> NightStatus:
        if self.is_blocked:
            return NightStatus.BLOCKED
        if self.listing is None or self.failure or not (listing.is_complete or listing.candidates):
            return NightStatus.FAILED
        if not listing.is_complete or self.troubles:
            return NightStatus.INCOMPLETE
        return NightStatus.COMPLETE

    def _reason(self, listing: Listing) -> str:
        kinds = [
            f"{len(urls)} x {what} ({urls[0]}{', …' if len(urls) > 1 else ''})" for what, urls in self.troubles.items()
        ]
        more = [f"{len(kinds) - _MOST_REASONS} other kinds of trouble"] if len(kinds) > _MOST_REASONS else []
        return "; ".join((listing.reason, *kinds[:_MOST_REASONS], *more))


@dataclass(frozen=True, slots=True)
class Want:
    """Why a request goes out: for which source, and what is already known of the document."""

    run: SourceRun
    role: Role
    candidate: Candidate | None = None
    parent_url: str | None = None
    key: str = ""
    hops: int = 0

    def hints(self) -> dict[str, Any]:
        """The fields of a capture that registry and list know."""
        known = self.candidate
        region = (known.region_code if known else None) or self._own_region()
        return {
            "source_id": self.run.source.id,
            "organ": known.organ if known else None,
            "region_code": region,
            "year": known.year if known else None,
            "title": known.title if known else None,
            "listed_on": known.listed_on if known else None,
            "role": self.role,
            "parent_url": self.parent_url,
        }

    def _own_region(self) -> str | None:
        return self.run.source.region if self.role is not Role.ROBOTS else None
