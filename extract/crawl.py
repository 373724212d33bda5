"""One crawl: discover, fetch, classify, archive; what was found and what is missing, source by source.

Steps for each source: its adapter asks for list pages; accepted entries are fetched, and so are reports of earlier
nights that the list no longer names; files linked from a report's page follow. Every response is archived as received.
A crawl that was stopped is taken up where it ended: what it had archived is not asked for again.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from extract.adapters import ADAPTERS
from extract.adapters.base import Page, Request
from extract.adapters.yearly import discover_all
from extract.archive import Archive
from extract.attachments import find_attachments
from extract.captures import entry_of
from extract.charset import decode_text
from extract.client import Client, Exchange
from extract.errors import AddressRefused, ExtractError
from extract.guard import HostGuard
from extract.journal import Journal
from extract.media import HTML
from extract.models import (
    ArchiveEntry,
    Candidate,
    Capture,
    CrawlResult,
    Listing,
    NightStatus,
    OnProgress,
    PageClass,
    Progress,
    Role,
    SourceNight,
)
from extract.policy import CrawlPolicy
from extract.redirects import find_page_redirect
from extract.registry import Source, Status
from extract.runs import SourceRun, Want
from extract.schedule import Outcome, Schedule, Task
from extract.visits import Visits

_MOST_HOPS = 3


def crawl_sources(
    sources: Iterable[Source],
    archive: Archive,
    policy: CrawlPolicy,
    *,
    years: Sequence[int] | None = None,
    limit: int | None = None,
    is_dry_run: bool = False,
    on_progress: OnProgress | None = None,
) -> CrawlResult:
    """Crawl ``sources`` for reports of ``years`` (all years when None), at most ``limit`` reports.

    A dry run reads the lists and archives nothing. Trouble with one source never ends the crawl: it is in its
    `SourceNight`. Raises `ArchiveError` when the archive cannot be written.
    """
    crawl = _Crawl(tuple(sources), archive, policy, years, limit, is_dry_run, on_progress)
    return crawl.run()


class _Crawl:
    """The crawl under way. Everything here happens in the calling thread; only requests happen elsewhere."""

    def __init__(
        self,
        sources: tuple[Source, ...],
        archive: Archive,
        policy: CrawlPolicy,
        years: Sequence[int] | None,
        limit: int | None,
        is_dry_run: bool,
        on_progress: OnProgress | None,
    ) -> None:
        named = {host for source in sources for host in source.allowed_hosts()}
        guard = HostGuard(named, is_loopback_allowed=policy.is_loopback_allowed)
        self._schedule = Schedule(Client(policy, guard), self._on_done, self._recall_robots)
        self._runs = [SourceRun(source) for source in sources]
        self._archive, self._guard, self._policy = archive, guard, policy
        self._years, self._limit, self._is_dry_run, self._on_progress = years, limit, is_dry_run, on_progress
        journal = None if is_dry_run else Journal(archive.folder, (source.id for source in sources), years)
        self._visits = Visits(archive, journal)
        self._entries: list[ArchiveEntry] = []
        self._asked: set[str] = set()
        self._reports = 0
        self._from_archive: deque[tuple[Want, Request, ArchiveEntry]] = deque()

    def run(self) -> CrawlResult:
        """From the first list to the last attachment."""
        self._visits.begin(self._policy.resume_from)
        for run in self._runs:
            self._start(run)
        self._drain()
        self._schedule.run()
        self._visits.finish()
        candidates = itertools.chain.from_iterable(run.candidates() for run in self._runs)
        return CrawlResult(tuple(self._night(run) for run in self._runs), tuple(self._entries), tuple(candidates))

    def _night(self, run: SourceRun) -> SourceNight:
        if run.source.status is Status.ACTIVE:
            return run.night(self._years)
        reason = f"{run.source.status.value}: {run.source.note or 'see the registry'}"
        return SourceNight(run.source.id, NightStatus.SKIPPED, 0, None, 0, 0, 0, reason)

    def _start(self, run: SourceRun) -> None:
        if run.source.status is not Status.ACTIVE:
            return
        run.discovery = discover_all(run.source, self._years, ADAPTERS[run.source.platform])
        self._advance(run, next)

    def _advance(self, run: SourceRun, step: Callable[[Any], Request]) -> None:
        """Take an adapter one step on: to its next request, or to its listing."""
        try:
            request = step(run.discovery)
        except StopIteration as end:
            self._on_listing(run, end.value)
        except ExtractError as error:
            run.failure = str(error)
        except Exception as error:
            # a defect of ours in one adapter must not cost the other sources their night; the night says FAILED
            run.failure = f"defect in adapter {run.source.platform}: {type(error).__name__}: {error}; next: report it"
        else:
            self._want(Want(run, Role.LIST, key=request.key), request)

    def _on_listing(self, run: SourceRun, listing: Listing) -> None:
        known = self._archive.index.known_reports(run.source.id)
        run.known_years = frozenset(entry.year for entry in known if entry.year is not None)
        run.listing, run.unlisted = listing, self._unlisted(run, listing, known)
        if self._is_dry_run:
            return
        for candidate in run.candidates():
            if candidate.is_accepted and not self._is_enough():
                self._want_document(run, Role.REPORT, candidate)

    def _unlisted(self, run: SourceRun, listing: Listing, known: Iterable[ArchiveEntry]) -> tuple[Candidate, ...]:
        """Reports of earlier nights the list does not name: still there, or withdrawn?

        Only a list that could be read says that something is no longer on it.
        """
        if not listing.candidates:
            return ()
        where = "no longer on the list" if listing.is_complete else "not among the entries read tonight"
        listed = {candidate.url for candidate in listing.candidates}
        return tuple(
            Candidate(
                source_id=run.source.id,
                url=entry.url,
                title=entry.title or "",
                listed_on=entry.listed_on,
                is_accepted=True,
                reason=f"seen on an earlier night, {where}",
                organ=entry.organ,
                region_code=entry.region_code,
                year=entry.year,
            )
            for entry in known
            if not {entry.url, entry.parent_url} & listed
            and (self._years is None or entry.year is None or entry.year in self._years)
        )

    def _is_enough(self) -> bool:
        return self._limit is not None and self._reports >= self._limit

    def _want_document(
        self, run: SourceRun, role: Role, candidate: Candidate | None, url: str = "", parent_url: str | None = None
    ) -> None:
        url = url or (candidate.url if candidate else "")
        if url in self._asked:
            return
        self._asked.add(url)
        self._reports += role is Role.REPORT
        self._want(Want(run, role, candidate, parent_url, key=url), Request(url))

    def _want(self, want: Want, request: Request) -> None:
        """Ask the archive when this very crawl already has the page, else queue the request."""
        entry = self._visits.of_tonight(want.key)
        if entry is not None:
            self._from_archive.append((want, request, entry))
            return
        try:
            self._guard.check(request.url)
        except AddressRefused as error:
            self._on_error(want, error)
            return
        task = Task(request, want.run.source, want.role, want, self._visits.conditions(request, want.key))
        self._schedule.add(task)

    def _recall_robots(self, url: str) -> tuple[str | None, tuple[tuple[str, str], ...]]:
        """The rules this very crawl has already read, else the conditions to ask for them with."""
        entry = self._visits.of_tonight(url)
        if entry is None:
            return None, self._visits.conditions(Request(url), url)
        is_there = entry.page_class is PageClass.OK
        return (decode_text(self._archive.read(entry).body)[0] if is_there else ""), ()

    def _on_done(self, task: Task, outcome: Outcome) -> None:
        want = task.context or Want(SourceRun(task.source), task.role, key=task.request.key)
        if isinstance(outcome, Exchange):
            capture, is_unchanged = self._visits.keep(want, outcome)
            if want.role is Role.ROBOTS and is_unchanged and outcome.status == HTTPStatus.NOT_MODIFIED:
                self._schedule.set_robots(outcome.url, decode_text(capture.body)[0])
            self._schedule.note_class(task.request.url, capture.page_class)
            self._on_capture(want, task.request, capture, is_unchanged=is_unchanged)
        else:
            self._on_error(want, outcome)
        self._drain()
        if self._on_progress:
            self._on_progress(Progress(self._schedule.done, self._schedule.total, task.request.url))

    def _drain(self) -> None:
        """Work through pages taken from the archive (a queue, because each may lead to more)."""
        while self._from_archive:
            want, request, entry = self._from_archive.popleft()
            capture, is_unchanged = self._visits.take_again(want, entry)
            self._on_capture(want, request, capture, is_unchanged=is_unchanged)

    def _on_capture(self, want: Want, request: Request, capture: Capture, *, is_unchanged: bool) -> None:
        if want.role is Role.ROBOTS:
            return
        text = (
            decode_text(capture.body, want.run.source.charset)[0]
            if want.role is Role.LIST or capture.media_type == HTML
            else ""
        )
        target = find_page_redirect(text, capture.url) if capture.media_type == HTML else None
        if target and want.hops < _MOST_HOPS:
            self._want(replace(want, hops=want.hops + 1, key=target, parent_url=request.url), Request(target))
        elif want.role is Role.LIST:
            self._on_list_page(want.run, capture, text)
        else:
            self._on_document(want, capture, text, is_unchanged=is_unchanged)

    def _on_list_page(self, run: SourceRun, capture: Capture, text: str) -> None:
        run.is_blocked = run.is_blocked or capture.page_class is PageClass.CHALLENGE
        page = Page(capture.url, capture.status, text, capture.media_type, capture.page_class, capture.reason)
        self._advance(run, lambda discovery: discovery.send(page))

    def _on_document(self, want: Want, capture: Capture, text: str, *, is_unchanged: bool) -> None:
        want.run.count(
            capture.page_class, capture.reason, capture.url, candidate=want.candidate, is_unchanged=is_unchanged
        )
        self._entries.append(entry_of(capture, is_revisit=is_unchanged))
        if want.role is Role.REPORT and capture.page_class is PageClass.OK and capture.media_type == HTML:
            for url in find_attachments(capture.body, text, capture.url):
                self._want_document(want.run, Role.ATTACHMENT, want.candidate, url, capture.url)

    def _on_error(self, want: Want, error: ExtractError) -> None:
        if want.role is Role.LIST:
            self._advance(want.run, lambda discovery: discovery.throw(error))
        elif want.role is not Role.ROBOTS:
            want.run.note_trouble(str(error), want.key)
