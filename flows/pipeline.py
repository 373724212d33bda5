"""The order of a run's stages and what holds them together: ledger, writer's lock, staging, recap.

`nightly` and `backfill` hand in stages that are Prefect tasks; `ingest` hands in the plain functions, because a person
who loads one file does not want to wait for a server.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from extract.archive import Archive
from flows import stages
from flows.corrections import known_corrections, unseen_corrections
from flows.ledger import RECAP_FILE, RunRecord, forget_old_runs, keep_ledger, read_runs, unpublished_runs
from flows.nights import keep_nights, read_nights
from flows.parsing import Parsers
from flows.progress import finish, tell
from flows.recap import Recap
from flows.report_json import dump_json
from flows.run import Run
from flows.settings import Settings, today
from warehouse.models import LockOwner, RunRow
from warehouse.retention import Retention
from warehouse.store import Store

Stage = Callable[..., stages.Counts]


def fetch_in_turn(run: Run, steps: Stages, batches: Sequence[Sequence[str]]) -> None:
    """Crawl batches of source ids on this machine, one after the other."""
    for batch in batches:
        steps.fetch_batch(run, batch)


def parse_in_turn(run: Run, steps: Stages) -> None:
    """Parse and load batch by batch, so that memory holds one batch however long the backfill."""
    size = run.settings.parsing.batch_documents
    with Parsers(run.settings.parsing, run.settings.archive_folder, run.corrections) as parsers:
        for start in range(0, len(run.unread), size):
            steps.parse_batch(run, start, start + size, parsers)
            steps.load_batch(run)
            run.ledger.count(**run.loaded)
    finish("parse", len(run.unread), parsed_note(run))


def parsed_note(run: Run) -> str:
    known = len(run.entries) - len(run.unread)
    return f"{len(run.unread)} documents" + (f", {known} as on an earlier night" if known else "")


@dataclass(frozen=True, slots=True)
class Stages:
    """The functions a run calls; the last two arrange many batches, here or on other machines (`flows.scale`)."""

    load_dimensions: Stage = stages.load_dimensions
    fetch_batch: Stage = stages.fetch_batch
    archive_batch: Stage = stages.archive_batch
    replay_archive: Stage = stages.replay_archive
    take_unchanged: Stage = stages.take_unchanged
    parse_batch: Stage = stages.parse_batch
    load_batch: Stage = stages.load_batch
    check: Stage = stages.check
    gate: Stage = stages.gate
    publish: Stage = stages.publish
    export: Stage = stages.export
    summarise: Stage = stages.summarise
    fetch_all: Callable[[Run, Stages, Sequence[Sequence[str]]], None] = fetch_in_turn
    parse_all: Callable[[Run, Stages], None] = parse_in_turn


Acquire = Callable[[Run, Stages], None]
"""Brings documents into the archive and lists them in ``run.entries``."""


def carry_out(flow: str, settings: Settings, parameters: Mapping[str, Any], acquire: Acquire, steps: Stages) -> Recap:
    """Run every stage in order under the writer's lock and return the recap.

    Raises:
        WriterBusy: another run is at work; nothing was done.
    """
    began = time.monotonic()
    settings.home.mkdir(parents=True, exist_ok=True)
    retention = Retention(last=settings.retention.publications, months=settings.retention.months)
    store = Store(settings.home, retention=retention)
    with keep_ledger(settings.runs_folder, flow, parameters) as ledger:
        run = Run(settings, ledger, store, Archive(settings.archive_folder), as_of=today())
        with (
            store.stage(ledger.run_id, wait_seconds=settings.wait_seconds, on_wait=_say_wait) as run.staging,
            run.archive,
        ):
            status = _stage(run, acquire, steps)
        if run.publication is not None:
            steps.export(run)
            steps.summarise(run)
        recap = _recap(run, status, time.monotonic() - began)
        (ledger.folder / RECAP_FILE).write_text(dump_json(recap.to_json()) + "\n", encoding="utf-8")
        ledger.finish(status)
    forget_old_runs(settings.runs_folder, settings.retention.runs)
    return recap


def _say_wait(owner: LockOwner | None) -> None:
    tell("wait", 0, None, f"for the run at work: {owner or 'unknown'}")


def _stage(run: Run, acquire: Acquire, steps: Stages) -> str:
    """Build the staging database and publish it unless the gate blocks; return the run's status."""
    run.corrections = known_corrections(run.settings)
    acquire(run, steps)
    keep_nights(run.ledger.folder, run.nights)
    steps.take_unchanged(run)
    steps.parse_all(run, steps)
    run.failures += unseen_corrections(run.corrections, run.entries, run.archive)
    if not run.has_documents:
        return "failed"
    steps.check(run)
    steps.gate(run)
    status = _decide(run)
    _record_runs(run, status)
    if status != "blocked":
        steps.publish(run)
    return status


def _decide(run: Run) -> str:
    if run.gate is not None and run.gate.is_blocked:
        return "blocked"
    return "published" if run.loaded["new"] or run.loaded["changed"] else "unchanged"


def _record_runs(run: Run, status: str) -> None:
    """Write this run into ``ops.run``, and those before it that were never published, with how their sources fared."""
    from warehouse.load import load_nights, write_run

    before = unpublished_runs(read_runs(run.settings.runs_folder)[1:])
    for record in (replace(run.ledger.record, status=status), *before):
        write_run(run.connection, _run_row(record))
    for lost in read_nights(run.settings.runs_folder, before):
        load_nights(run.connection, lost.nights, lost.run_id)


def _run_row(record: RunRecord) -> RunRow:
    finished = datetime.fromisoformat(record.finished_at) if record.finished_at else datetime.now(UTC)
    return RunRow(
        run_id=record.run_id,
        flow=record.flow,
        started_at=datetime.fromisoformat(record.started_at),
        finished_at=finished,
        status=record.status,
        parameters=record.parameters,
        counts=record.counts,
        error=record.error,
    )


def _recap(run: Run, status: str, seconds: float) -> Recap:
    return Recap(
        run_id=run.run_id,
        flow=run.ledger.record.flow,
        status=status,
        home=str(run.settings.home),
        seconds=round(seconds, 1),
        new=run.loaded["new"],
        changed=run.loaded["changed"],
        unchanged=run.loaded["unchanged"],
        not_reports=run.loaded["not_reports"],
        checks=dict(run.checks.counts) if run.checks else {},
        coverage=dict(run.coverage.counts) if run.coverage else {},
        sources=dict(Counter(str(night.status) for night in run.nights)),
        never_assessable=run.checks.never_assessable if run.checks else (),
        failures=tuple(run.failures),
        blocking=tuple(str(reason) for reason in run.gate.blocking) if run.gate else (),
        overridden=run.gate.overridden if run.gate else (),
        warnings=run.gate.warnings if run.gate else (),
        summary=run.summary,
        publication=str(run.publication.path) if run.publication else None,
        next_command=_next_command(run, status),
    )


def _next_command(run: Run, status: str) -> str:
    if status == "blocked":
        return f"nianbao status, then read {run.ledger.folder}"
    if run.summary:
        return f"open {run.summary}"
    return "nianbao status"
