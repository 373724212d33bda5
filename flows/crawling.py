"""Where the documents of a run come from: the sites, the archive, or files on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.models import ArchiveEntry, PageClass, Role
from flows.pipeline import Acquire, Stages
from flows.registry import group_sources, open_registry, select_sources
from flows.run import Run
from flows.settings import Settings, today


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to take: statistics ``years`` (None: all), words of ``--only``, at most ``limit`` reports."""

    only: Sequence[str] | None = None
    limit: int | None = None
    years: tuple[int, ...] | None = None


def wanted_tonight(settings: Settings, only: Sequence[str] | None, limit: int | None) -> Wanted:
    """Return what a nightly run takes: the last ``years_back`` statistics years."""
    last = today().year - 1
    return Wanted(only, limit, tuple(range(last - settings.years_back + 1, last + 1)))


def acquire_from_sites(wanted: Wanted) -> Acquire:
    """Crawl the registry's sources in batches."""

    def acquire(run: Run, steps: Stages) -> None:
        run.years, run.limit = wanted.years, wanted.limit
        with open_registry(run.settings) as registry:
            run.registry, run.sources = registry, select_sources(registry, wanted.only)
            steps.load_dimensions(run)
            steps.fetch_all(run, steps, group_sources(run.sources, run.settings.crawl.batch_sources))

    return acquire


def acquire_from_archive(wanted: Wanted) -> Acquire:
    """Take every report and attachment the archive holds of the wanted years and sources; no site is asked."""

    def acquire(run: Run, steps: Stages) -> None:
        run.limit = wanted.limit
        with open_registry(run.settings) as registry:
            run.registry, run.sources = registry, select_sources(registry, wanted.only)
        steps.load_dimensions(run)
        source_ids = frozenset(source.id for source in run.sources)
        steps.replay_archive(run, lambda entry: is_wanted(entry, wanted, source_ids))

    return acquire


def acquire_from_disk(paths: Sequence[Path]) -> Acquire:
    """Archive files, folders and WARC files."""

    def acquire(run: Run, steps: Stages) -> None:
        steps.load_dimensions(run)
        steps.archive_batch(run, paths)

    return acquire


def is_wanted(entry: ArchiveEntry, wanted: Wanted, source_ids: frozenset[str]) -> bool:
    """Say whether an archived response is a document of the wanted years and sources."""
    if entry.role not in (Role.REPORT, Role.ATTACHMENT) or entry.page_class is not PageClass.OK:
        return False
    if wanted.only and entry.source_id not in source_ids:
        return False
    return wanted.years is None or entry.year is None or entry.year in wanted.years
