"""Earlier visits and tonight's: what the archive says of an address before it is asked, and what its answer adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from extract.adapters.base import Request
from extract.archive import Archive
from extract.captures import make_capture
from extract.client import Exchange
from extract.journal import Journal
from extract.models import ArchiveEntry, Capture, PageClass
from extract.runs import Want

_TRIED_AGAIN = (PageClass.CHALLENGE, PageClass.EMPTY)


class Visits:
    """The archive as one crawl sees it. Without a ``journal`` (a dry run) nothing is written."""

    def __init__(self, archive: Archive, journal: Journal | None) -> None:
        self._archive, self._journal = archive, journal
        self._resume_from = datetime.max.replace(tzinfo=UTC)

    def begin(self, resume_from: datetime | None) -> None:
        """Note the crawl; one that was stopped is taken up. Raises `ArchiveError` when another run is writing."""
        if self._journal is not None:
            self._archive.open_for_writing()
            self._resume_from = self._journal.begin(resume_from)
        self._archive.index.refresh()

    def finish(self) -> None:
        """The crawl came to its end."""
        if self._journal is not None:
            self._journal.finish()

    def of_tonight(self, key: str) -> ArchiveEntry | None:
        """What this crawl fetched before it was stopped; what failed then is tried again."""
        line = self._archive.index.latest(key)
        if self._journal is None or line is None or line.entry.fetched_at < self._resume_from:
            return None
        return line.entry if line.entry.page_class not in _TRIED_AGAIN else None

    def earlier(self, key: str) -> ArchiveEntry | None:
        """The visit to hold tonight's answer against: the last good one, else the last whole answer."""
        line = self._archive.index.latest_ok(key) or self._archive.index.latest(key)
        if line is None or line.entry.status != HTTPStatus.OK or line.entry.page_class is PageClass.CHALLENGE:
            return None
        return line.entry

    def conditions(self, request: Request, key: str) -> tuple[tuple[str, str], ...]:
        """Headers that let the site answer 304 when nothing changed.

        Without validators the answer's own date serves (RFC 9110, 13.1.3). A POST never carries If-None-Match, to
        which a site would have to answer 412.
        """
        earlier = self.earlier(key)
        if earlier is None:
            return ()
        sent = {name.lower(): value for name, value in earlier.headers}
        etag = sent.get("etag") if request.body is None else None
        pairs = (("If-None-Match", etag), ("If-Modified-Since", sent.get("last-modified") or sent.get("date")))
        return tuple((name, value) for name, value in pairs if value)

    def keep(self, want: Want, exchange: Exchange) -> tuple[Capture, bool]:
        """Archive an answer. Returns the capture and whether its bytes were known."""
        earlier = self.earlier(want.key)
        if exchange.status == HTTPStatus.NOT_MODIFIED and earlier is not None:
            return self._keep_unchanged(want, exchange, earlier), True
        capture = make_capture(
            exchange.url,
            exchange.fetched_at,
            exchange.status,
            exchange.headers,
            exchange.body,
            charset=want.run.source.charset,
            was_ok=earlier is not None and earlier.page_class is PageClass.OK,
            **want.hints(),
        )
        if self._journal is not None:
            capture = self._archive.append(capture, wire=exchange.wire, key=want.key)
        return capture, earlier is not None and earlier.sha256 == capture.sha256

    def take_again(self, want: Want, entry: ArchiveEntry) -> tuple[Capture, bool]:
        """A page of `of_tonight`, as `keep` gave it; a list page may turn out to be the report itself."""
        if entry.role is not want.role:
            hints = want.hints()
            entry = self._archive.append_unchanged(entry, entry.fetched_at, entry.headers, key=want.key, **hints)
        return self._archive.read(entry), entry.is_revisit

    def _keep_unchanged(self, want: Want, exchange: Exchange, earlier: ArchiveEntry) -> Capture:
        capture, hints = self._archive.read(earlier), want.hints()
        if self._journal is not None:
            self._archive.append_unchanged(earlier, exchange.fetched_at, exchange.headers, key=want.key, **hints)
        return replace(capture, fetched_at=exchange.fetched_at, **hints)
