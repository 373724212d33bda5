"""Our own record of runs: ``runs/<run_id>/run.json``, written at the start, after each stage and at the end.

Prefect writes its records late and loses some of an ephemeral run, and a blocked run never reaches the warehouse's
``ops.run``; this file does survive both. The next run copies what is missing there into ``ops.run``.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from flows.settings import TIME_ZONE

RUN_FILE = "run.json"
RECAP_FILE = "recap.json"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. ``status`` is ``running``, ``published``, ``unchanged``, ``blocked`` or ``failed`` (ops.run)."""

    run_id: str
    flow: str
    started_at: str
    finished_at: str | None = None
    status: str = "running"
    parameters: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    pid: int | None = None

    @property
    def is_lost(self) -> bool:
        """Whether the run says it is running and its process is gone: killed, or the power went."""
        return self.status == "running" and not _is_alive(self.pid)


def new_run_id(flow: str) -> str:
    """Return an id that sorts by start, in China's time, and is no one else's: ``20260301T021500-nightly-3fa9``."""
    return f"{datetime.now(TIME_ZONE):%Y%m%dT%H%M%S}-{flow}-{secrets.token_hex(2)}"


class Ledger:
    """The record of the run in progress."""

    def __init__(self, folder: Path, record: RunRecord) -> None:
        self.folder = folder
        self.record = record
        self._write()

    @property
    def run_id(self) -> str:
        """The run's id, which every row it writes carries."""
        return self.record.run_id

    def count(self, **counts: Any) -> None:
        """Add ``counts`` to the record, so that a killed run says how far it came."""
        self.record = replace(self.record, counts={**self.record.counts, **counts})
        self._write()

    def finish(self, status: str, error: str | None = None) -> RunRecord:
        """Close the record and return it."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.record = replace(self.record, status=status, error=error, finished_at=now)
        self._write()
        return self.record

    def _write(self) -> None:
        beside = self.folder / f".{RUN_FILE}.{os.getpid()}"
        beside.write_text(json.dumps(asdict(self.record), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        beside.replace(self.folder / RUN_FILE)


@contextmanager
def keep_ledger(runs_folder: Path, flow: str, parameters: Mapping[str, Any]) -> Iterator[Ledger]:
    """Open a run's record; whatever ends the block early is written into it and passed on."""
    run_id = new_run_id(flow)
    folder = runs_folder / run_id
    folder.mkdir(parents=True)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    ledger = Ledger(folder, RunRecord(run_id, flow, started, parameters=dict(parameters), pid=os.getpid()))
    try:
        yield ledger
    except BaseException as error:
        ledger.finish("failed", f"{type(error).__name__}: {' '.join(str(error).split())}")
        raise


def read_runs(runs_folder: Path) -> list[RunRecord]:
    """Return all recorded runs, newest first; a run whose process is gone counts as failed."""
    runs = [_read(path) for path in runs_folder.glob(f"*/{RUN_FILE}")]
    return sorted(runs, key=lambda run: (run.started_at, run.run_id), reverse=True)


def unpublished_runs(runs: Sequence[RunRecord]) -> list[RunRecord]:
    """Return those of ``runs``, newest first, that came after the last one that reached the warehouse."""
    return list(takewhile(lambda run: run.status not in ("published", "unchanged"), runs))


def forget_old_runs(runs_folder: Path, keep: int) -> None:
    """Remove the folders of all but the ``keep`` newest runs; their rows stay in ``ops.run``."""
    for run in read_runs(runs_folder)[keep:]:
        shutil.rmtree(runs_folder / run.run_id, ignore_errors=True)


def _read(path: Path) -> RunRecord:
    try:
        run = RunRecord(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:  # the power went before the file was on disk
        return RunRecord(path.parent.name, "unknown", "", status="failed", error=f"{path} is damaged: {error}")
    if run.is_lost:
        return replace(run, status="failed", error="the process was killed; the next run takes up its work")
    return run


def _is_alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
