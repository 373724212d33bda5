"""What workers left, taken in by the one process that appends to the archive and writes the warehouse."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import fsspec

from extract.archive import Archive
from extract.parts import part_file
from flows.ledger import read_runs
from flows.run import Run
from flows.settings import Settings
from flows.stages import Counts, take_crawl, take_outcomes
from flows.workers import PART, Crawled, Parsed


def run_url(settings: Settings, run_id: str) -> str:
    """Return where the workers of one run leave parts and shards."""
    return f"{settings.shards_url}/{run_id}"


def adopt_crawl(run: Run, crawled: Crawled) -> Counts:
    """Adopt a batch's WARC part and load what its crawl saw."""
    if crawled.part is not None:
        _adopt(run.archive, crawled.part)
    return take_crawl(run, crawled.result)


def load_shard(run: Run, parsed: Parsed) -> Counts:
    """Load a batch's shards as `flows.stages.load_batch` loads a batch parsed here."""
    from warehouse.load import load_shards

    counts = asdict(load_shards(run.connection, [parsed.shard], run.run_id))
    run.loaded.update(counts)
    if parsed.last_shard is not None:
        load_shards(run.connection, [parsed.last_shard], run.run_id)
    take_outcomes(run, parsed.outcomes)
    return counts


def adopt_left_parts(run: Run) -> int:
    """Adopt what workers of killed runs had fetched, drop their shards, and return the number of parts.

    Only runs of this home are looked for, and under the writer's lock none of them is at work any more.
    """
    adopted = 0
    for record in read_runs(run.settings.runs_folder):
        if record.run_id != run.run_id:
            parts = _list_parts(run_url(run.settings, record.run_id))
            for part in parts:
                _adopt(run.archive, part)
            adopted += len(parts)
            forget_shards(run.settings, record.run_id)
    return adopted


def forget_shards(settings: Settings, run_id: str) -> None:
    """Remove what the workers of one run left."""
    filesystem, folder = _open(run_url(settings, run_id))
    if filesystem.exists(folder):
        filesystem.rm(folder, recursive=True)


def _adopt(archive: Archive, part: str) -> None:
    name = part.rsplit("/", 1)[1].removesuffix(PART)
    with fsspec.open(part, "rb") as file:
        archive.adopt_part(file, part_file(name))


def _list_parts(url: str) -> list[str]:
    filesystem, folder = _open(url)
    return sorted(str(filesystem.unstrip_protocol(path)) for path in filesystem.glob(f"{folder}/*{PART}"))


def _open(url: str) -> tuple[Any, str]:
    filesystem, folder = fsspec.core.url_to_fs(url)
    return filesystem, str(folder).rstrip("/")
