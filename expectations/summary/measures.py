"""Compliance counted: sums over sums, and no rate over a zero denominator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from expectations.summary.snapshot import Snapshot

STATUSES = ("on_time", "late", "missing", "blocked", "unparsable", "withdrawn", "undated")
NAMED = ("on_time", "late", "missing", "blocked")
UNPUBLISHED = ("missing", "blocked", "withdrawn")
WORST_FIRST = ("missing", "withdrawn", "blocked", "unparsable", "late", "undated", "on_time")


@dataclass(frozen=True, slots=True)
class Compliance:
    """Expected reports by fate; of ``reports`` that are there ``errors`` of ``assessable`` ones break an identity."""

    expected: int
    by_status: Counter[str]
    reports: int
    errors: int
    assessable: int

    @property
    def on_time_rate(self) -> float | None:
        """On time ÷ expected (0-1)."""
        return self.by_status["on_time"] / self.expected if self.expected else None

    @property
    def consistency_rate(self) -> float | None:
        """Reports without identity errors ÷ reports that could be assessed (0-1)."""
        return 1 - self.errors / self.assessable if self.assessable else None

    @property
    def published(self) -> int:
        """Expected reports that are there to be read, in time or not."""
        return self.expected - sum(self.by_status[status] for status in UNPUBLISHED)

    @property
    def worst(self) -> str:
        """The gravest status among the expected reports; ``none`` where none is expected."""
        return next((status for status in WORST_FIRST if self.by_status[status]), "none")

    @property
    def other(self) -> int:
        """Expected reports that are unparsable, withdrawn or undated."""
        return self.expected - sum(self.by_status[status] for status in NAMED)


def count_compliance(snapshot: Snapshot, organ_ids: Iterable[str], years: Iterable[int]) -> Compliance:
    """Compliance of these organs in these statistics years."""
    keys = [(organ_id, year) for organ_id in organ_ids for year in years]
    by_status = Counter(snapshot.coverage[key].status for key in keys if key in snapshot.coverage)
    reports = [snapshot.reports[key].report_id for key in keys if key in snapshot.reports]
    counts = [snapshot.counts.get(report) for report in reports]
    return Compliance(
        expected=by_status.total(),
        by_status=by_status,
        reports=len(reports),
        errors=sum(1 for count in counts if count and count.errors),
        assessable=sum(1 for count in counts if count and (count.errors or count.passed)),
    )


@dataclass(frozen=True, slots=True)
class Tile:
    """One organ and year at a glance: ``status`` of publication, ``identities`` fail, warn, pass, unknown or none."""

    organ_id: str
    year: int
    status: str
    identities: str
    count: int


def make_tile(snapshot: Snapshot, organ_id: str, year: int) -> Tile:
    """The tile of one organ and year: ``none`` where no report is expected, ``extra`` where one is there anyway."""
    coverage = snapshot.coverage.get((organ_id, year))
    report = snapshot.reports.get((organ_id, year))
    status = coverage.status if coverage else ("extra" if report else "none")
    if report is None:
        return Tile(organ_id, year, status, "none", 0)
    counts = snapshot.counts.get(report.report_id)
    if counts is None:
        return Tile(organ_id, year, status, "unknown", 0)
    if counts.errors:
        return Tile(organ_id, year, status, "fail", counts.error_rules)
    if counts.warnings:
        return Tile(organ_id, year, status, "warn", counts.warning_rules)
    return Tile(organ_id, year, status, "pass" if counts.passed else "unknown", 0)
