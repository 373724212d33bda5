"""What `extract` hands to the other rooms: frozen values, no behaviour that touches network, clock or disk."""

from __future__ import annotations

import hashlib
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

    @property
    def capture_id(self) -> str:
        """32 hex digits over address and content, so that the same bytes at two addresses are two captures."""
        return hashlib.sha256(f"{self.url}\n{self.sha256}".encode()).hexdigest()[:32]
