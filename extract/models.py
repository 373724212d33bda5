"""What `extract` hands to the other rooms: frozen values, no behaviour that touches network, clock or disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class PageClass(StrEnum):
    """What a response turned out to be, decided before it counts as a report (PLATFORMS.md, blocks and soft errors)."""

    OK = "ok"
    CHALLENGE = "challenge"  # 412, 521, 468, script stub, slider: recorded as blocked, never defeated
    SOFT_404 = "soft_404"
    SCRIPT_SHELL = "script_shell"
    LOGIN = "login"
    EMPTY = "empty"
    WRONG_TYPE = "wrong_type"
    GONE = "gone"
    WITHDRAWN = "withdrawn"  # was ok on an earlier night, gone now


class Role(StrEnum):
    """What a response was asked for."""

    REPORT = "report"
    ATTACHMENT = "attachment"  # a file linked from a report's page
    LIST = "list"
    ROBOTS = "robots"


class NightStatus(StrEnum):
    """The state of one source after one run."""

    COMPLETE = "complete"  # the end of the list was proved and every accepted report was fetched
    INCOMPLETE = "incomplete"  # something is missing; the reason says what
    BLOCKED = "blocked"  # the site answered with a challenge
    FAILED = "failed"  # the list could not be read at all
    SKIPPED = "skipped"  # the registry says the source is unresolved or retired


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of a list page, taken or refused for a stated reason."""

    source_id: str
    url: str
    title: str
    listed_on: date | None
    is_accepted: bool
    reason: str
    organ: str | None = None  # name from the registry or the list, when known before the page is opened
    region_code: str | None = None
    year: int | None = None  # statistics year the title names


@dataclass(frozen=True, slots=True)
class ArchiveAddress:
    """Where the bytes of a capture lie: WARC file (relative to the archive folder) and byte offset of the record."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP response as received, or one ingested file.

    ``sha256`` is of ``body`` (the decoded entity). ``charset`` and ``media_type`` are decided from the bytes, the
    declared ones stand in ``headers``. ``organ``, ``region_code`` and ``year`` are hints of registry and list.
    """

    url: str
    fetched_at: datetime  # aware, UTC
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    sha256: str
    media_type: str
    charset: str | None
    page_class: PageClass
    source_id: str | None = None
    organ: str | None = None
    region_code: str | None = None
    year: int | None = None
    title: str | None = None
    listed_on: date | None = None
    archive: ArchiveAddress | None = None
    role: Role = Role.REPORT
    parent_url: str | None = None  # the page that links to this attachment
    reason: str = ""  # why page_class is what it is

    @property
    def capture_id(self) -> str:
        """32 hex digits over address and content, so that the same bytes at two addresses are two captures."""
        return capture_id(self.url, self.sha256)


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """One line of the archive's index: a `Capture` without its body, read back with ``Archive.read(entry)``.

    ``archive`` is where the bytes lie; for content seen before (``is_revisit``) that is the earlier record.
    ``fetched_at`` is the moment of this visit, UTC.
    """

    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    sha256: str
    media_type: str
    charset: str | None
    page_class: PageClass
    source_id: str | None = None
    organ: str | None = None
    region_code: str | None = None
    year: int | None = None
    title: str | None = None
    listed_on: date | None = None
    archive: ArchiveAddress | None = None
    role: Role = Role.REPORT
    parent_url: str | None = None
    reason: str = ""
    is_revisit: bool = False

    @property
    def capture_id(self) -> str:
        """The same id as that of the `Capture` these bytes came from."""
        return capture_id(self.url, self.sha256)


@dataclass(frozen=True, slots=True)
class Listing:
    """What an adapter found in a source's list.

    ``stated_total`` is the number of entries the site itself claims, when it claims one. ``is_complete`` is True only
    where the end of the list was proved; ``reason`` says how, or why not.
    """

    candidates: tuple[Candidate, ...]
    stated_total: int | None
    is_complete: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ListedYear:
    """What a source shows of one statistics year: ``reports`` accepted on its list tonight.

    ``gone`` reports of earlier nights are off the list and their page is no longer there either: the site took them
    down, which is its own doing.
    """

    year: int
    reports: int
    gone: int = 0


@dataclass(frozen=True, slots=True)
class SourceNight:
    """How one source fared in one run.

    ``listed`` entries were seen in its list, of which ``accepted`` are reports we expect there; ``fetched`` pages came
    with a body, ``unchanged`` ones were confirmed by the site (304) or came with the same bytes. ``years`` holds every
    year that was asked for, also those of which the list shows nothing; it is empty where the list was not read.
    """

    source_id: str
    status: NightStatus
    listed: int
    stated: int | None
    accepted: int
    fetched: int
    unchanged: int
    reason: str
    years: tuple[ListedYear, ...] = ()


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """Everything a run of `extract` says: per source, per archived response, per list entry.

    ``entries`` are reports and attachments only (lists and robots.txt are archived, not handed on).
    """

    nights: tuple[SourceNight, ...] = ()
    entries: tuple[ArchiveEntry, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work is: steps ``done`` of the ``total`` known by now, and the name of the latest."""

    done: int
    total: int
    label: str


OnProgress = Callable[[Progress], None]


def capture_id(url: str, sha256: str) -> str:
    """32 hex digits over address and content."""
    return hashlib.sha256(f"{url}\n{sha256}".encode()).hexdigest()[:32]
