"""What `expectations` hands to `flows` and the command line: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """How many results a run wrote, by status, and the rules that no report allowed to assess."""

    reports: int
    counts: Mapping[str, int]
    never_assessable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One result for one document, as ``check --json`` prints it (DESIGN section 5)."""

    id: str
    scope: str
    status: str
    severity: str
    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None
    blanks_as_zero: int
    cells: tuple[str, ...]
    reason: str | None
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell of a smallest set whose change would make every identity hold; cells of one set share ``rank``."""

    rank: int
    cell: str
    value: Decimal | None
    implied: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class DocumentChecks:
    """Everything the rules say about one document."""

    checks: tuple[Check, ...]
    suspects: tuple[Suspect, ...] = ()

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that failed, errors first."""
        order = {"error": 0, "warning": 1, "info": 2}
        return tuple(sorted((c for c in self.checks if c.status == "FAIL"), key=lambda c: order[c.severity]))


@dataclass(frozen=True, slots=True)
class CoverageSummary:
    """Rows of core.fact_coverage by status."""

    organs: int
    years: tuple[int, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
