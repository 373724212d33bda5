"""Documents from disk into archive and warehouse: the same stages as a night, without a Prefect server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.crawling import acquire_from_disk
from flows.pipeline import Stages, carry_out
from flows.recap import Recap
from flows.settings import Settings


def ingest(settings: Settings, paths: Sequence[str]) -> Recap:
    """Archive, parse, load, check and publish ``paths`` (files, folders, WARC)."""
    acquire = acquire_from_disk([Path(path) for path in paths])
    return carry_out("ingest", settings, {"paths": list(paths)}, acquire, Stages())
