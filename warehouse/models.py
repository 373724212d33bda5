"""What crosses the warehouse's border: rows other rooms hand in, and what loading and publishing say back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from extract.models import ArchiveEntry, Capture
    from transform.models import ParsedReport

UNKNOWN_REGION = "000000"
"""Region code of a report whose page names no known region; no row of dim_region bears it."""


@dataclass(frozen=True, slots=True)
class OrganRow:
    """One organ of ``core.dim_organ``. ``names`` are all names it bore, the present one first."""

    organ_id: str
    region_code: str
    kind: str
    name_zh: str
    names: tuple[str, ...]
    parent_organ_id: str | None = None
    uscc: str | None = None
    is_expected: bool = False
    source_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class IdentityRow(Protocol):
    """What ``core.dim_identity`` keeps of an identity; the entries of the catalogue in `expectations` are such."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def title_zh(self) -> str: ...
    @property
    def title_en(self) -> str: ...
    @property
    def formula(self) -> str: ...
    @property
    def class_(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def default_severity(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def legal_basis(self) -> str: ...
    @property
    def editions(self) -> Sequence[str]: ...
    @property
    def exceptions(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of ``ops.run``. ``status`` is running, published, blocked, failed or unchanged."""

    run_id: str
    flow: str
    started_at: datetime
    status: str
    finished_at: datetime | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class LoadItem:
    """One parsed document and the capture it was read from."""

    parsed: ParsedReport
    capture: ArchiveEntry | Capture


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading did, in report versions.

    ``new``: organ-years seen for the first time; ``changed``: further contents of an organ-year; ``unchanged``:
    contents already there, of which ``reparsed`` were read by another parser version. ``moved_cells`` counts the cells
    that the other parser reads differently (``ops.parser_move``). ``not_reports`` are documents that are none,
    ``unidentified`` reports without organ, year or edition: both are in ``ops.issue``, the latter in ``ops.quarantine``
    too. ``withdrawn_versions`` rested on captures that the present parser reads as something else.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    reparsed: int = 0
    moved_cells: int = 0
    not_reports: int = 0
    unidentified: int = 0
    withdrawn_versions: int = 0


@dataclass(frozen=True, slots=True)
class Publication:
    """One published warehouse: an immutable file. ``published_at`` is aware, UTC."""

    publication_id: str
    run_id: str
    published_at: datetime
    path: Path


@dataclass(frozen=True, slots=True)
class LockOwner:
    """Who holds the writer's lock, as it wrote down itself when it took it."""

    pid: int
    since: datetime
    run_id: str
    host: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, run {self.run_id}, since {self.since:%Y-%m-%d %H:%M:%S %Z}"
