"""What `expectations` hands to `flows` and the command line: frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    purpose: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell of a smallest set whose change would make every identity hold; cells of one set share ``rank``.

    ``why`` is English; ``words_zh`` tells the whole set in Chinese.
    """

    rank: int
    cell: str
    value: Decimal | None
    implied: Decimal | None
    why: str
    words_zh: str


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


@dataclass(frozen=True, slots=True)
class Blocking:
    """A defect that stops publication: which, how many offences, the first of them, where to look, how to override."""

    id: str
    title_en: str
    title_zh: str
    offences: int
    examples: tuple[str, ...]
    look_at: str
    overrides_file: str

    def __str__(self) -> str:
        return (
            f"not so: {self.title_en} ({self.id}): {describe_offences(self.offences, self.examples)}; look at: "
            f"{self.look_at}; to publish all the same, add {{expectation: {self.id}, until: …, reason: …, by: …}} to "
            f"{self.overrides_file}"
        )


def describe_offences(number: int, examples: Sequence[str]) -> str:
    """The first offences and how many more there are; their number alone where none can be named."""
    if not examples:
        return f"{number} offences"
    more = f" and {number - len(examples)} more" if number > len(examples) else ""
    return "; ".join(examples) + more


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """One expectation suite: how many expectations held."""

    name: str
    evaluated: int
    failed: int


@dataclass(frozen=True, slots=True)
class GateResult:
    """The gate's verdict. ``overridden`` are failing defects that a person let pass; ``warnings`` do not block."""

    suites: tuple[SuiteResult, ...]
    blocking: tuple[Blocking, ...]
    overridden: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether anything stops publication."""
        return bool(self.blocking)
