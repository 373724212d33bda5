"""The page of one organ: its years, tables, failed identities with both sides, history and sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from expectations.summary.cards import Chip, Failure, failing_cells, make_failures
from expectations.summary.cell_words import anchor_of
from expectations.summary.figures import Figure
from expectations.summary.links import Beside
from expectations.summary.measures import Tile, make_tile
from expectations.summary.names import Names
from expectations.summary.open_checks import OpenChecksPrinter, OtherChecks
from expectations.summary.overview import Site
from expectations.summary.records import (
    Cell,
    Change,
    Claim,
    Coverage,
    IdentityCounts,
    Indicator,
    Issue,
    Organ,
    Report,
    Suspect,
)
from expectations.summary.sentences import due_in_words, reason_in_words
from expectations.summary.snapshot import OrganDetail, newest_capture
from expectations.summary.suspects import SuspectSet, marked_cells, suspect_sets
from expectations.summary.tables import CellMarks, FormPrinter, PrintedTable
from expectations.summary.wording import Words


@dataclass(frozen=True, slots=True)
class YearView:
    """Everything about one organ and statistics year."""

    year: int
    tile: Tile
    coverage: Coverage | None
    coverage_reason: str
    due: str
    report: Report | None
    counts: IdentityCounts | None
    failures: tuple[Failure, ...]
    not_assessable: OtherChecks | None
    waived: OtherChecks | None
    suspects: tuple[SuspectSet, ...]
    tables: tuple[PrintedTable, ...]
    versions: tuple[Report, ...]
    changes: tuple[Change, ...]
    issues: tuple[Issue, ...]
    claims: tuple[Claim, ...]
    indicators: tuple[Indicator, ...]
    archive_href: str | None
    copy_href: str | None


@dataclass(frozen=True)
class OrganPage:
    """Builds one organ's page in one language."""

    site: Site
    organ: Organ
    detail: OrganDetail
    beside: Beside
    figures: tuple[Figure, ...]
    has_notice: bool
    printer: FormPrinter
    open_checks: OpenChecksPrinter

    @property
    def words(self) -> Words:
        """The page's language."""
        return self.printer.words

    @property
    def names(self) -> Names:
        """How codes are named in it."""
        return self.printer.names

    def values(self) -> dict[str, Any]:
        """Values for the template ``organ.html.j2``, newest year first."""
        years = [self.year_view(year) for year in self.site.snapshot.years[::-1]]
        shown = [view for view in years if view.coverage or view.report]
        notice = f"../notices/{self.site.stems[self.organ.organ_id]}.docx"
        return {
            "organ": self.organ,
            "county": self.site.county_of[self.organ.region_code],
            "views": shown,
            "figures": self.figures,
            "anchors": self.anchors,
            "newest_capture": newest_capture(self.reports.values()),
            "notice_href": notice if self.has_notice else None,
        }

    @cached_property
    def reports(self) -> Mapping[int, Report]:
        """The current report of every year."""
        current = self.site.snapshot.reports
        return {
            year: current[self.organ.organ_id, year]
            for year in self.site.snapshot.years
            if (self.organ.organ_id, year) in current
        }

    @cached_property
    def failures(self) -> Mapping[int, tuple[Failure, ...]]:
        """Cards of the failed identities by year."""
        snapshot = self.site.snapshot
        return {year: make_failures(report, snapshot, self.words, self.names) for year, report in self.reports.items()}

    @cached_property
    def targets(self) -> Mapping[int, frozenset[str]]:
        """Cells that a card leads to and that are printed on this page, by year, previous years' included."""
        wanted: dict[int, set[str]] = defaultdict(set)
        for chip in (chip for cards in self.failures.values() for card in cards for chip in _chips(card)):
            wanted[chip.year].add(chip.cell_key)
        return {
            year: frozenset(keys & self._cells(self.reports[year].report_id).keys())
            for year, keys in wanted.items()
            if year in self.reports
        }

    @property
    def anchors(self) -> frozenset[str]:
        """The places of these cells in the page."""
        return frozenset(anchor_of(year, key) for year, keys in self.targets.items() for key in keys)

    def year_view(self, year: int) -> YearView:
        """One year: coverage alone where there is no report."""
        snapshot = self.site.snapshot
        coverage = snapshot.coverage.get((self.organ.organ_id, year))
        report = self.reports.get(year)
        key = report.report_id if report else ""
        open_checks = self.detail.open_checks.get(key, ())
        failures = self.failures.get(year, ())
        suspects = self.detail.suspects.get(key, ())
        versions = [v for v in snapshot.versions.get(self.organ.organ_id, ()) if v.year == year]
        return YearView(
            year=year,
            tile=make_tile(snapshot, self.organ.organ_id, year),
            coverage=coverage,
            coverage_reason=reason_in_words(coverage.reason if coverage else None, self.words, self.names),
            due=due_in_words(coverage, self.words) if coverage else "",
            report=report,
            counts=snapshot.counts.get(key),
            failures=failures,
            not_assessable=self.open_checks.print_checks(open_checks, "NOT_ASSESSABLE"),
            waived=self.open_checks.print_checks(open_checks, "WAIVED"),
            suspects=suspect_sets(suspects, self.words, self.names),
            tables=self._tables(report, failures, suspects) if report else (),
            versions=tuple(versions),
            changes=tuple(change for version in versions for change in self.detail.changes.get(version.report_id, ())),
            issues=self.detail.issues.get(key, ()),
            claims=self.detail.claims.get(key, ()),
            indicators=self.detail.indicators.get(key, ()),
            archive_href=self.beside.archive_link(report.archive_file) if report else None,
            copy_href=self.beside.capture_link(report.capture_id) if report else None,
        )

    def _tables(
        self, report: Report, failures: Sequence[Failure], suspects: Sequence[Suspect]
    ) -> tuple[PrintedTable, ...]:
        targets = self.targets.get(report.year, frozenset())
        marks = CellMarks(failing_cells(failures), marked_cells(suspects), targets)
        return tuple(self.printer.print_tables(report, self._cells(report.report_id), marks))

    def _cells(self, report_id: str) -> Mapping[str, Cell]:
        return self.detail.cells.get(report_id, {})


def _chips(card: Failure) -> tuple[Chip, ...]:
    return card.left + card.right
