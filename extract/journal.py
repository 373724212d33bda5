"""Which crawls are under way: how a stopped crawl knows from when on the archive is its own work."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

_TAKEN_UP_WITHIN = timedelta(hours=20)
"""A crawl stopped longer ago than this is yesterday's: tonight starts afresh."""


class Journal:
    """``crawl.json`` beside the archive: when each crawl under way began, by the sources and years it asks for.

    A crawl of other sources or years (a nightly run after a stopped backfill) is another crawl.
    """

    def __init__(self, folder: Path, source_ids: Iterable[str], years: Sequence[int] | None) -> None:
        self._path = folder / "crawl.json"
        asked = json.dumps([sorted(source_ids), None if years is None else sorted(years)])
        self._name = blake2b(asked.encode(), digest_size=12).hexdigest()

    def begin(self, resume_from: datetime | None = None) -> datetime:
        """Note the crawl. Returns the moment from which archived pages count as fetched by it."""
        now = datetime.now(UTC)
        crawls = self._read(now)
        started = resume_from or crawls.get(self._name, now)
        self._write({**crawls, self._name: started})
        return started

    def finish(self) -> None:
        """The crawl came to its end."""
        crawls = self._read(datetime.now(UTC))
        crawls.pop(self._name, None)
        self._write(crawls)

    def _read(self, now: datetime) -> dict[str, datetime]:
        """The crawls that were not finished and are recent; a file that is none counts as empty."""
        try:
            noted = json.loads(self._path.read_text(encoding="utf-8"))
            crawls = {name: datetime.fromisoformat(started) for name, started in noted.items()}
        except (FileNotFoundError, ValueError, AttributeError, TypeError):
            return {}
        return {name: started for name, started in crawls.items() if now - started < _TAKEN_UP_WITHIN}

    def _write(self, crawls: dict[str, datetime]) -> None:
        if not crawls:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".draft")
        draft.write_text(json.dumps({name: at.isoformat() for name, at in crawls.items()}), encoding="utf-8")
        os.replace(draft, self._path)  # noqa: PTH105 - the atomic replacement
