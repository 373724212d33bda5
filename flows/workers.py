"""What a worker of another machine does: a batch of sources crawled, a batch of documents parsed.

A worker never touches warehouse or archive: it leaves a WARC part or a Parquet shard under a name no other attempt
has, and returns its address. What a killed worker left behind has no address that anyone loads.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec

from extract.models import ArchiveEntry, CrawlResult
from extract.policy import CrawlPolicy
from extract.registry import Source
from flows.outcomes import Outcome, outcome_of
from flows.parsing import Parsers
from flows.settings import ParseSettings
from transform.corrections import Correction
from warehouse.models import LoadItem

PART = ".warc.gz"
_one_batch = threading.Lock()
"""The processes that parse serve one batch at a time, whatever the worker's number of threads."""


class KeptParsers:
    """A worker's parsers, kept from batch to batch: starting a process costs as much as parsing a hundred pages."""

    def __init__(self) -> None:
        self._asked: tuple[Any, ...] = ()
        self._parsers: Parsers | None = None

    def of(self, order: ParseOrder) -> Parsers:
        """Return the parsers of the last order, or new ones where this order asks for others."""
        asked = (order.settings, order.archive_folder, order.corrections)
        if self._parsers is None or asked != self._asked:
            self.close()
            self._asked, self._parsers = asked, Parsers(*asked)
        return self._parsers

    def close(self) -> None:
        """End the processes."""
        if self._parsers is not None:
            self._parsers.close()
        self._parsers = None


KEPT = KeptParsers()


class Order:
    """What a worker is asked to do. A plain object, into which Prefect does not look for futures (see `flows.run`)."""

    def __init__(self, archive_folder: Path, url: str, batch: str) -> None:
        self.archive_folder = archive_folder  # shared, read only
        self.url = url  # where the run's parts and shards lie
        self.batch = batch

    def attempt(self) -> str:
        """Return a name for this attempt: two workers may be given one batch when one of them is believed dead."""
        return f"{self.batch}-{uuid4().hex[:12]}"


class CrawlOrder(Order):
    """Crawl ``sources`` as ``policy`` says."""

    def __init__(
        self,
        archive_folder: Path,
        url: str,
        batch: str,
        sources: Sequence[Source],
        policy: CrawlPolicy,
        years: Sequence[int] | None,
        limit: int | None,
    ) -> None:
        super().__init__(archive_folder, url, batch)
        self.sources, self.policy, self.years, self.limit = sources, policy, years, limit


class ParseOrder(Order):
    """Parse ``entries``; ``last_visits`` are later visits of the same contents, by capture."""

    def __init__(
        self,
        archive_folder: Path,
        url: str,
        batch: str,
        entries: Sequence[ArchiveEntry],
        last_visits: Mapping[str, ArchiveEntry],
        settings: ParseSettings,
        corrections: tuple[Correction, ...] = (),
    ) -> None:
        super().__init__(archive_folder, url, batch)
        self.entries, self.last_visits = entries, last_visits
        self.settings, self.corrections = settings, corrections


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl's result, and the address of its WARC part; None where nothing was archived."""

    result: CrawlResult
    part: str | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """The addresses of a batch's shards, first visits and last visits, and what became of each document."""

    shard: str
    last_shard: str | None
    outcomes: tuple[Outcome, ...]


def crawl_elsewhere(order: CrawlOrder) -> Crawled:
    """Crawl a batch of sources into a WARC part and leave it at ``order.url``."""
    from extract.crawl import crawl_sources
    from extract.parts import PartArchive

    name = order.attempt()
    with tempfile.TemporaryDirectory(prefix="nianbao-crawl-") as folder:
        with PartArchive(order.archive_folder, Path(folder), name) as archive:
            result = crawl_sources(order.sources, archive, order.policy, years=order.years, limit=order.limit)
        part = _leave(archive.part, f"{order.url}/{name}{PART}") if archive.part.exists() else None
    return Crawled(result, part)


def parse_elsewhere(order: ParseOrder) -> Parsed:
    """Parse a batch of documents into a shard and leave it at ``order.url``."""
    from warehouse.load import write_shard

    name = order.attempt()
    with _one_batch:
        items = list(KEPT.of(order).parse(order.entries))
    later = [LoadItem(i.parsed, visit) for i in items if (visit := _later_visit(i, order.last_visits))]
    return Parsed(
        shard=write_shard(items, order.url, name),
        last_shard=write_shard(later, order.url, f"{name}-last") if later else None,
        outcomes=tuple(outcome_of(item) for item in items),
    )


def _later_visit(item: LoadItem, last_visits: Mapping[str, ArchiveEntry]) -> ArchiveEntry | None:
    visit = last_visits.get(item.capture.capture_id)
    return None if visit is None or visit == item.capture else visit


def _leave(path: Path, url: str) -> str:
    """Copy a finished file to ``url``, where it appears whole or not at all."""
    filesystem: Any
    filesystem, target = fsspec.core.url_to_fs(url)
    filesystem.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
    with path.open("rb") as file, filesystem.open(f"{target}.incoming", "wb") as copy:
        shutil.copyfileobj(file, copy)
    filesystem.mv(f"{target}.incoming", target)
    return url
