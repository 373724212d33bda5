"""What one run does, stage by stage, as plain functions over a `Run`; `flows.tasks` makes Prefect tasks of them.

Every stage may run twice: fetched bytes are archived once, parsing is pure, loading deletes and inserts a report in one
transaction, checks and marts are rebuilt. What a stage returns is small and for the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from extract.models import ArchiveEntry, CrawlResult, NightStatus, PageClass
from extract.registry import Registry, Source
from flows.copies import copy_captures
from flows.organs import organ_rows
from flows.outcomes import Outcome, outcome_of
from flows.parsing import Parsers
from flows.progress import finish, tell, telling
from flows.run import Run
from warehouse.models import LoadItem

Counts = dict[str, Any]
_GOOD_NIGHTS = (NightStatus.COMPLETE, NightStatus.SKIPPED)


def load_dimensions(run: Run) -> Counts:
    """Bring regions, form cells, identities and the registry's organs into staging."""
    from expectations.catalogue import load_catalogue
    from warehouse.load import load_dimensions as load
    from warehouse.load import load_organs

    load(run.connection, identities=load_catalogue().identities, run_id=run.run_id)
    if run.registry is None:
        return {}
    run.organs = tuple(organ_rows(_asked_sources(run, run.registry)))
    load_organs(run.connection, run.organs, run.run_id)
    return {"organs": len(run.organs)}


def _asked_sources(run: Run, registry: Registry) -> list[Source]:
    """Return the sources of this run, and those earlier runs asked: only what was looked for can be missing."""
    asked = {source.id for source in run.sources}
    if len(asked) < len(registry.sources):
        asked |= {entry.source_id for entry in run.archive.entries() if entry.source_id}
    return [source for source in registry.sources if source.id in asked]


def fetch_batch(run: Run, source_ids: Sequence[str]) -> Counts:
    """Discover, fetch, classify and archive one batch of sources."""
    from extract.crawl import crawl_sources

    sources = [source for source in run.sources if source.id in set(source_ids)]
    result = crawl_sources(
        sources,
        run.archive,
        run.settings.crawl.policy(is_sample=run.settings.profile == "sample"),
        years=run.years,
        limit=run.limit,
        on_progress=telling("fetch"),
    )
    return take_crawl(run, result)


def take_crawl(run: Run, result: CrawlResult) -> Counts:
    """Load what a crawl saw, and list its documents for parsing."""
    from warehouse.load import load_crawl

    load_crawl(run.connection, result, run.run_id)
    run.nights += result.nights
    run.entries += [entry for entry in result.entries if entry.page_class is PageClass.OK]
    run.failures += [f"{n.source_id}: {n.status}: {n.reason}" for n in result.nights if n.status not in _GOOD_NIGHTS]
    finish("fetch", len(result.entries), f"{len(result.entries)} documents from {len(result.nights)} sources")
    return dict(Counter(str(night.status) for night in result.nights))


def archive_batch(run: Run, paths: Sequence[Any]) -> Counts:
    """Archive files, folders and WARC files from disk; what is no document is named."""
    from extract.files import archive_files
    from warehouse.load import load_crawl

    result = archive_files(paths, run.archive, on_progress=telling("archive"))
    load_crawl(run.connection, result, run.run_id)
    run.entries += [entry for entry in result.entries if entry.page_class is PageClass.OK]
    run.failures += [f"{e.url}: {e.page_class}: {e.reason}" for e in result.entries if e.page_class is not PageClass.OK]
    finish("archive", len(run.entries), f"{len(run.entries)} documents")
    return {"documents": len(run.entries)}


def replay_archive(run: Run, is_wanted: Callable[[ArchiveEntry], bool]) -> Counts:
    """Take documents from the archive: each content at each address is read once, however often it was visited.

    It is loaded for its first and its last visit: between those two nothing about it changed.
    """
    from warehouse.load import load_crawl

    first: dict[str, ArchiveEntry] = {}
    last: dict[str, ArchiveEntry] = {}
    for entry in run.archive.entries():
        if is_wanted(entry):
            first.setdefault(entry.capture_id, entry)
            last[entry.capture_id] = entry
    run.entries = list(first.values())[: run.limit]
    run.last_visits = {entry.capture_id: last[entry.capture_id] for entry in run.entries}
    entries = (*run.entries, *run.last_visits.values())
    load_crawl(run.connection, CrawlResult(entries=entries), run.run_id)
    finish("archive", len(run.entries), f"{len(run.entries)} documents")
    return {"documents": len(run.entries)}


def take_unchanged(run: Run) -> Counts:
    """Take what the warehouse has read before from the very same bytes and hints; the parser gets the rest."""
    from flows.unchanged import take_unchanged as take

    return {"unchanged": take(run)}


def parse_batch(run: Run, start: int, stop: int, parsers: Parsers) -> Counts:
    """Parse documents ``start`` to ``stop`` of the run in processes."""
    run.parsed = []
    for item in parsers.parse(run.unread[start:stop]):
        run.parsed.append(item)
        tell("parse", start + len(run.parsed), len(run.unread))
    return {"documents": len(run.parsed)}


def load_batch(run: Run) -> Counts:
    """Load the parsed documents of the last batch; what could not be read is named and loads nothing."""
    from warehouse.load import load_reports

    counts = asdict(load_reports(run.connection, run.parsed, run.run_id))
    run.loaded.update(counts)
    load_reports(run.connection, _last_visits(run), run.run_id)
    take_outcomes(run, [outcome_of(item) for item in run.parsed])
    run.parsed = []
    return counts


def take_outcomes(run: Run, outcomes: Sequence[Outcome]) -> None:
    """Keep which documents are reports, and name those that are none; a page whose attachment is here is no failure.

    Only what was read without trouble need not be read again another night: trouble is told every night.
    """
    from warehouse.load import record_readings

    run.reports += [outcome.entry for outcome in outcomes if outcome.is_report]
    clean = (o.entry.capture_id for o in outcomes if o.is_report and not o.failure and not o.outdated)
    record_readings(run.connection, {c: run.inputs[c] for c in clean if c in run.inputs}, run.run_id)
    with_attachment = {entry.parent_url for entry in run.entries}
    others = (outcome for outcome in outcomes if outcome.entry.url not in with_attachment)
    run.failures += [outcome.failure for outcome in others if outcome.failure]
    run.failures += [line for outcome in outcomes for line in outcome.outdated]


def _last_visits(run: Run) -> list[LoadItem]:
    """Return the batch as last seen, where the archive holds a later visit of the same content."""
    last = ((item, run.last_visits.get(item.capture.capture_id, item.capture)) for item in run.parsed)
    return [LoadItem(item.parsed, entry) for item, entry in last if entry is not item.capture]


def check(run: Run) -> Counts:
    """Run every identity where its result may be another, explain the failures, and say who published when."""
    from expectations.checks import check_changed
    from expectations.coverage import build_coverage
    from expectations.localise import localise_changed
    from expectations.reviews import REVIEWS_FILE, load_reviews

    tell("check", 0, 3)
    reviews = load_reviews((REVIEWS_FILE, run.settings.reviews_file))
    run.checks = check_changed(run.connection, run.run_id, reviews=reviews, as_of=run.as_of)
    tell("check", 1, 3)
    suspects = localise_changed(run.connection, run.run_id, is_prepared=True)
    tell("check", 2, 3)
    years = range(run.settings.expected_since, run.as_of.year)
    run.coverage = build_coverage(run.connection, run.run_id, as_of=run.as_of, years=years)
    results = ", ".join(f"{number} {status}" for status, number in sorted(run.checks.counts.items()))
    finish("check", 3, f"{run.checks.reports} reports checked, in all {results}")
    return {"suspects": suspects}


def gate(run: Run) -> Counts:
    """Build the marts and let Great Expectations judge the pipeline's health."""
    from expectations.gate import run_gate
    from warehouse.marts import build_marts

    tell("gate", 0, 2)
    build_marts(run.connection, run.run_id)
    tell("gate", 1, 2)
    run.gate = run_gate(
        run.connection,
        run.run_id,
        docs_folder=run.settings.docs_folder,
        results_folder=run.ledger.folder,
    )
    finish("gate", 2, f"{len(run.gate.blocking)} defects block publication" if run.gate.is_blocked else "passed")
    return {"blocking": len(run.gate.blocking)}


def publish(run: Run) -> Counts:
    """Replace what readers see, in one step."""
    assert run.staging is not None
    run.publication = run.staging.publish()
    finish("publish", 1, run.publication.path.name)
    return {"publication": str(run.publication.path.name)}


def export(run: Run) -> Counts:
    """Write the open exports, and what changed since the last publication, of what was just published."""
    from expectations.confrontation import export_confrontation
    from flows.diff_json import diff_to_json
    from flows.report_json import dump_json
    from warehouse.diff import diff_publications
    from warehouse.export import export_all

    with run.store.open_published() as connection:
        result = export_all(connection, run.settings.exports_folder, on_progress=telling("export"))
        export_confrontation(connection, run.ledger.folder / "confrontation.csv")
    publications = run.store.publications()
    if len(publications) > 1:
        found = diff_publications(run.store, publications[-2].publication_id, publications[-1].publication_id)
        (run.ledger.folder / "diff.json").write_text(dump_json(diff_to_json(found)) + "\n", encoding="utf-8")
    finish("export", result.files, f"{result.files} files in {run.settings.exports_folder}")
    return {"files": result.files}


def summarise(run: Run) -> Counts:
    """Write the compliance summary and the exports of what was just published."""
    from expectations.summary import write_summary

    copy_captures(run.archive, run.reports, run.settings.summary_folder / "captures")
    with run.store.open_published() as connection:
        folder = run.settings.summary_folder
        run.summary = str(write_summary(connection, folder, as_of=run.as_of, on_progress=telling("summary")))
    finish("summary", 1, run.summary)
    return {"summary": run.summary}
