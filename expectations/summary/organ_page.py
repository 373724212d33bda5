"""The page of one organ: its years, tables, failed identities with both sides, history and sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from expectations.summary.equations import Term
from expectations.summary.figures import Figure
from expectations.summary.findings import (
    FailedIdentity,
    failure_message,
    group_failures,
    is_told_elsewhere,
    scopes_in_words,
    term_name,
)
from expectations.summary.links import archive_link, capture_link
from expectations.summary.measures import Tile, make_tile
from expectations.summary.names import Names
from expectations.summary.overview import Site
from expectations.summary.records import (
    Change,
    Check,
    Claim,
    Coverage,
    Identity,
    IdentityCounts,
    Indicator,
    Issue,
    Organ,
    Report,
    Suspect,
)
from expectations.summary.snapshot import OrganDetail
from expectations.summary.tables import CellMarks, PrintedTable, Sheet, anchor_of, print_tables
from expectations.summary.wording import Words
from transform.forms import load_forms

MOST_TERMS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """One cell of an equation: its sign, name, figure and place in the table below."""

    sign: str
    name: str
    value: Decimal | None
    status: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed identity as a card: both sides cell by cell, what was left out because it is zero."""

    number: int
    failed: FailedIdentity
    title: str
    message: str
    legal_basis: str
    scopes: str
    left: tuple[Chip, ...]
    right: tuple[Chip, ...]
    zeros: int


@dataclass(frozen=True, slots=True)
class OtherCheck:
    """An identity that could not be assessed or was waived; equal reasons stand together."""

    identity_id: str
    title: str
    scopes: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class YearView:
    """Everything about one organ and statistics year."""

    year: int
    tile: Tile
    coverage: Coverage | None
    report: Report | None
    counts: IdentityCounts | None
    failures: tuple[Failure, ...]
    not_assessable: tuple[OtherCheck, ...]
    waived: tuple[OtherCheck, ...]
    suspects: tuple[tuple[int, tuple[Suspect, ...]], ...]
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
    folder: Path
    figures: tuple[Figure, ...]
    words: Words
    names: Names

    def values(self) -> dict[str, Any]:
        """Values for the template ``organ.html.j2``, newest year first."""
        years = [self.year_view(year) for year in self.site.snapshot.years[::-1]]
        shown = [view for view in years if view.coverage or view.report]
        county = next(county for county in self.site.counties if county.code == self.organ.region_code)
        notice = self.folder / "notices" / f"{self.site.stems[self.organ.organ_id]}.docx"
        return {
            "organ": self.organ,
            "county": county,
            "views": shown,
            "figures": self.figures,
            "notice_href": f"../notices/{notice.name}" if notice.is_file() else None,
        }

    def year_view(self, year: int) -> YearView:
        """One year: coverage alone where there is no report."""
        snapshot = self.site.snapshot
        report = snapshot.reports.get((self.organ.organ_id, year))
        key = report.report_id if report else ""
        checks = snapshot.checks.get(key, ())
        failures = self._failures(report) if report else ()
        suspects = self.detail.suspects.get(key, ())
        versions = [v for v in snapshot.versions.get(self.organ.organ_id, ()) if v.year == year]
        return YearView(
            year=year,
            tile=make_tile(snapshot, self.organ.organ_id, year),
            coverage=snapshot.coverage.get((self.organ.organ_id, year)),
            report=report,
            counts=snapshot.counts.get(key),
            failures=failures,
            not_assessable=self._others(checks, "NOT_ASSESSABLE"),
            waived=self._others(checks, "WAIVED"),
            suspects=tuple((rank, tuple(run)) for rank, run in groupby(suspects, key=lambda suspect: suspect.rank)),
            tables=self._tables(report, failures, suspects) if report else (),
            versions=tuple(versions),
            changes=tuple(change for version in versions for change in self.detail.changes.get(version.report_id, ())),
            issues=self.detail.issues.get(key, ()),
            claims=self.detail.claims.get(key, ()),
            indicators=self.detail.indicators.get(key, ()),
            archive_href=archive_link(self.folder, report.archive_file) if report else None,
            copy_href=capture_link(self.folder, report.capture_id) if report else None,
        )

    def _tables(
        self, report: Report, failures: Sequence[Failure], suspects: Sequence[Suspect]
    ) -> tuple[PrintedTable, ...]:
        form = load_forms().get(report.edition)
        if form is None:
            return ()
        sheet = Sheet(
            year=report.year,
            cells={cell.cell_key: cell for cell in self.detail.cells.get(report.report_id, ())},
            labels=self.site.forms.get(report.edition, {}),
            marks=CellMarks(_failing_cells(failures), frozenset(suspect.cell_key for suspect in suspects)),
            words=self.words,
            names=self.names,
        )
        return tuple(print_tables(form, sheet))

    def _failures(self, report: Report) -> tuple[Failure, ...]:
        failed = [f for f in group_failures(report, self.site.snapshot) if not is_told_elsewhere(f, self.site.snapshot)]
        return tuple(self._failure(number, one) for number, one in enumerate(failed, start=1))

    def _failure(self, number: int, failed: FailedIdentity) -> Failure:
        equation = failed.equation
        left, left_zeros = self._chips(equation.left, failed)
        right, right_zeros = self._chips(equation.right, failed)
        identity = self.site.snapshot.identities.get(failed.identity_id)
        return Failure(
            number=number,
            failed=failed,
            title=self._title(identity, failed.identity_id),
            message=failure_message(failed, self.words, self.names),
            legal_basis=identity.legal_basis if identity else "",
            scopes=scopes_in_words(failed.checks, self.words, self.names),
            left=left,
            right=right,
            zeros=left_zeros + right_zeros,
        )

    def _chips(self, terms: Sequence[Term], failed: FailedIdentity) -> tuple[tuple[Chip, ...], int]:
        shown = [term for term in terms if term.value or len(terms) <= MOST_TERMS_SHOWN]
        rows = {term.cell_key.split(".")[1] for term in terms if "." in term.cell_key}
        year = failed.report.year
        by_column = len(rows) == 1 and len(terms) > 1
        chips = tuple(
            Chip(
                sign="−" if term.sign < 0 else ("+" if position else ""),
                name=term_name(term, self.words, self.names, by_column=by_column),
                value=term.value,
                status=term.status,
                anchor=anchor_of(year - 1 if term.is_previous else year, term.cell_key),
            )
            for position, term in enumerate(shown)
        )
        return chips, len(terms) - len(shown)

    def _others(self, checks: Sequence[Check], status: str) -> tuple[OtherCheck, ...]:
        groups: dict[tuple[str, str], list[Check]] = defaultdict(list)
        for check in checks:
            if check.status == status:
                groups[check.identity_id, check.reason or ""].append(check)
        return tuple(
            OtherCheck(
                identity_id=identity_id,
                title=self._title(self.site.snapshot.identities.get(identity_id), identity_id),
                scopes=scopes_in_words(members, self.words, self.names),
                reason=reason,
                count=len(members),
            )
            for (identity_id, reason), members in groups.items()
        )

    def _title(self, identity: Identity | None, identity_id: str) -> str:
        if identity is None:
            return identity_id
        return identity.title_zh if self.words.language == "zh" else identity.title_en


def _failing_cells(failures: Sequence[Failure]) -> Mapping[str, list[int]]:
    cells: dict[str, list[int]] = defaultdict(list)
    for failure in failures:
        keys = {key for check in failure.failed.checks for key in check.operands if "@" not in key}
        for key in keys:
            cells[key.lstrip("+-")].append(failure.number)
    return cells
