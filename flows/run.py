"""The state of one run, shared by its stages.

A plain object on purpose: Prefect walks lists, dictionaries and dataclasses among a task's arguments looking for
futures, which costs seconds on ten thousand parsed cells; it does not look into this.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flows.ledger import Ledger
from flows.settings import Settings

if TYPE_CHECKING:
    from datetime import date

    from expectations.gate import GateResult
    from expectations.models import CheckSummary, CoverageSummary
    from extract.archive import Archive
    from extract.models import ArchiveEntry, SourceNight
    from extract.registry import Registry, Source
    from transform.corrections import Correction
    from warehouse.connection import Connection
    from warehouse.models import LoadItem, OrganRow, Publication
    from warehouse.store import Staging, Store


class Run:
    """What the stages of one run read and write. ``entries`` are the documents still to be parsed and loaded."""

    def __init__(self, settings: Settings, ledger: Ledger, store: Store, archive: Archive, as_of: date) -> None:
        self.settings = settings
        self.ledger = ledger
        self.store = store
        self.archive = archive
        self.as_of = as_of
        self.staging: Staging | None = None
        self.registry: Registry | None = None  # None: documents from disk change nobody's duty to report
        self.sources: tuple[Source, ...] = ()  # those of the registry this run takes
        self.years: tuple[int, ...] | None = None
        self.limit: int | None = None
        self.entries: list[ArchiveEntry] = []
        self.unread: list[ArchiveEntry] = []  # those of them a parser has to read
        self.inputs: dict[str, str] = {}  # by capture, the digest of what its reading is made from
        self.organs: tuple[OrganRow, ...] = ()  # those of the registry this run knows
        self.last_visits: dict[str, ArchiveEntry] = {}  # by capture, where the archive has a later visit too
        self.corrections: tuple[Correction, ...] = ()  # of known bad pages, for the parsers
        self.nights: list[SourceNight] = []
        self.parsed: list[LoadItem] = []  # read, not yet loaded
        self.reports: list[ArchiveEntry] = []  # captures that hold a report, for the summary's links
        self.failures: list[str] = []  # one line per document or source that could not be taken
        self.loaded: Counter[str] = Counter()  # fields of LoadResult
        self.checks: CheckSummary | None = None
        self.coverage: CoverageSummary | None = None
        self.gate: GateResult | None = None
        self.publication: Publication | None = None
        self.summary: str | None = None  # index page

    @property
    def run_id(self) -> str:
        """The id every row of this run carries."""
        return self.ledger.run_id

    @property
    def has_documents(self) -> bool:
        """Whether anything was loaded, or a crawl says that nothing is there: an ingest of garbage has neither."""
        return bool(self.nights) or any(self.loaded[kind] for kind in ("new", "changed", "unchanged", "unidentified"))

    @property
    def connection(self) -> Connection:
        """The staging database's connection."""
        if self.staging is None:
            raise RuntimeError("the run has no staging database yet")
        return self.staging.connection
