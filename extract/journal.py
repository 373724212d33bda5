"""Which crawl is under way: how a stopped crawl knows from when on the archive is its own work."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

_TAKEN_UP_WITHIN = timedelta(hours=20)
"""A crawl stopped longer ago than this is yesterday's: tonight starts afresh."""


class Journal:
    """``crawl.json`` beside the archive: when the crawl under way began; absent when none is."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "crawl.json"

    def begin(self, resume_from: datetime | None = None) -> datetime:
        """Note a crawl. Returns the moment from which archived pages count as fetched by it."""
        now = datetime.now(UTC)
        started = resume_from or self._read_unfinished(now) or now
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".draft")
        draft.write_text(json.dumps({"started_at": started.isoformat()}), encoding="utf-8")
        os.replace(draft, self._path)  # noqa: PTH105 - the atomic replacement
        return started

    def finish(self) -> None:
        """The crawl came to its end."""
        self._path.unlink(missing_ok=True)

    def _read_unfinished(self, now: datetime) -> datetime | None:
        try:
            started = datetime.fromisoformat(json.loads(self._path.read_text(encoding="utf-8"))["started_at"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return started if now - started < _TAKEN_UP_WITHIN else None
