"""How the sources fared in each run, in ``runs/<run_id>/sources.json``: of an unpublished run nothing else is kept.

The next run copies the nights of those before it that were not published into the warehouse, where their trend is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extract.models import SourceNight
from flows.ledger import RunRecord, unpublished_runs
from flows.settings import Settings
from warehouse.connection import open_memory
from warehouse.errors import NothingPublished
from warehouse.nights import RunNights, SourceTrend, source_trends
from warehouse.schema import create_schema
from warehouse.store import Store

NIGHTS_FILE = "sources.json"
_NIGHTS = TypeAdapter(tuple[SourceNight, ...])


def keep_nights(run_folder: Path, nights: Sequence[SourceNight]) -> None:
    """Write how each source fared, as soon as all are done."""
    if nights:
        (run_folder / NIGHTS_FILE).write_bytes(_NIGHTS.dump_json(tuple(nights), indent=1) + b"\n")


def read_nights(runs_folder: Path, runs: Iterable[RunRecord]) -> list[RunNights]:
    """Return the nights of ``runs``; one that was killed before its crawl ended, or while it wrote, has none."""
    return [
        RunNights(run.run_id, datetime.fromisoformat(run.started_at), nights)
        for run in runs
        if run.started_at and (nights := _read(runs_folder / run.run_id / NIGHTS_FILE))
    ]


def read_trends(settings: Settings, runs: Sequence[RunRecord]) -> list[SourceTrend]:
    """Return last success and trend of every source, those in trouble first; ``runs`` are all runs, newest first."""
    later = read_nights(settings.runs_folder, unpublished_runs(runs))
    try:
        with Store(settings.home).open_published() as connection:
            return source_trends(connection, later)
    except NothingPublished:
        with open_memory() as connection:
            create_schema(connection)
            return source_trends(connection, later)


def _read(path: Path) -> tuple[SourceNight, ...]:
    try:
        return _NIGHTS.validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return ()
