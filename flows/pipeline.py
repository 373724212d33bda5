"""The order of a run's stages and what holds them together: ledger, writer's lock, staging, recap.

`nightly` and `backfill` hand in stages that are Prefect tasks; `ingest` hands in the plain functions, because a person who
loads one file does not want to wait for a server.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.archive import Archive
from flows import stages
from flows.ledger import Ledger, RunRecord, forget_old_runs, keep_ledger, read_runs
from flows.parsing import parser_pool
from flows.recap import Recap
from flows.run import Run
from flows.settings import Settings, today
from warehouse.store import Store

Stage = Callable[..., stages.Counts]


@dataclass(frozen=True, slots=True)
class Stages:
    """The functions a run calls."""

    load_dimensions: Stage = stages.load_dimensions
    fetch_batch: Stage = stages.fetch_batch
    archive_batch: Stage = stages.archive_batch
    parse_batch: Stage = stages.parse_batch
    load_batch: Stage = stages.load_batch
    check: Stage = stages.check
    gate: Stage = stages.gate
    publish: Stage = stages.publish
    summarise: Stage = stages.summarise


Acquire = Callable[[Run, Stages], None]
"""Brings documents into the archive and lists them in ``run.entries``."""


def carry_out(flow: str, settings: Settings, parameters: Mapping[str, Any], acquire: Acquire, steps: Stages) -> Recap:
    """Run every stage in order under the writer's lock and return the recap.

    Raises:
        WriterBusy: another run is at work; nothing was done.
    """
    began = time.monotonic()
    settings.home.mkdir(parents=True, exist_ok=True)
    store = Store(settings.home)
    with keep_ledger(settings.runs_folder, flow, parameters) as ledger, store.stage(ledger.run_id) as staging:
        run = Run(settings, ledger, store, Archive(settings.archive_folder), as_of=today())
        run.staging = staging
        acquire(run, steps)
        _parse_and_load(run, steps)
        steps.check(run)
        steps.gate(run)
        status = _decide(run)
        _record_runs(run, status)
        if status != "blocked":
            steps.publish(run)
    if status != "blocked":
        steps.summarise(run)
    ledger.finish(status)
    forget_old_runs(settings.runs_folder, settings.retention.runs)
    return _recap(run, status, time.monotonic() - began)
