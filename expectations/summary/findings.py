"""Findings: what an organ published late, not at all, or with figures that do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from expectations.summary.equations import Equation, read_equation
from expectations.summary.records import Check, Coverage, Organ, Report
from expectations.summary.snapshot import Snapshot

SEVERITIES = ("error", "warning", "info")
COVERAGE_SEVERITY = {
    "missing": "error",
    "withdrawn": "error",
    "unparsable": "warning",
    "late": "warning",
    "undated": "info",
    "blocked": "info",
}


@dataclass(frozen=True, slots=True)
class FailedIdentity:
    """One identity of one report that fails with the same figures in one or more scopes (total and 自然人, say)."""

    report: Report
    identity_id: str
    severity: str
    checks: tuple[Check, ...]
    equation: Equation

    @property
    def leading(self) -> Check:
        """The check that speaks for the others: the total column where there is one."""
        return self.checks[0]

    @property
    def scopes(self) -> tuple[str, ...]:
        """For what it was checked, and failed."""
        return tuple(check.scope for check in self.checks)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the list of findings, of publication or of a failed identity; ``gap`` orders those of one kind."""

    organ: Organ
    year: int
    severity: str
    gap: Decimal
    failed: FailedIdentity | None = None
    coverage: Coverage | None = None


def group_failures(report: Report, snapshot: Snapshot) -> list[FailedIdentity]:
    """Failed identities of a report, those with equal figures together, errors first."""
    groups: dict[tuple[str, str, object], list[Check]] = {}
    for check in snapshot.checks.get(report.report_id, ()):
        terms = read_equation(check, snapshot.operands).terms
        figures = (check.left_value, check.right_value, tuple((term.sign, term.value) for term in terms))
        groups.setdefault((check.identity_id, check.severity, figures), []).append(check)
    return [
        FailedIdentity(report, identity_id, severity, tuple(checks), read_equation(checks[0], snapshot.operands))
        for (identity_id, severity, _), checks in groups.items()
    ]


def list_findings(snapshot: Snapshot) -> list[Finding]:
    """Every finding of every organ, most serious first: errors, then late reports and warnings, newest year first."""
    findings = [
        finding
        for organ in snapshot.organs
        for year in snapshot.years
        for finding in _organ_year_findings(organ, year, snapshot)
    ]
    return sorted(findings, key=_seriousness)


def _organ_year_findings(organ: Organ, year: int, snapshot: Snapshot) -> Iterator[Finding]:
    coverage = snapshot.coverage.get((organ.organ_id, year))
    if coverage and coverage.status in COVERAGE_SEVERITY:
        yield _coverage_finding(organ, coverage)
    report = snapshot.reports.get((organ.organ_id, year))
    for failed in group_failures(report, snapshot) if report else ():
        if is_told_elsewhere(failed, snapshot):
            continue
        yield Finding(
            organ=organ,
            year=year,
            severity=failed.severity,
            gap=abs(failed.leading.difference or Decimal(0)),
            failed=failed,
        )


def is_told_elsewhere(failed: FailedIdentity, snapshot: Snapshot) -> bool:
    """Deadline rules (coverage tells them, with the dates) and what our own reading left open."""
    identity = snapshot.identities.get(failed.identity_id)
    if identity is None:
        return False
    return identity.purpose == "reading" or (identity.kind == "calendar" and failed.severity != "error")


def _seriousness(finding: Finding) -> tuple[int, int, int, Decimal, str, str]:
    is_publication = 0 if finding.failed is None and finding.severity == "error" else 1
    place = SEVERITIES.index(finding.severity)
    rule = finding.failed.identity_id if finding.failed else ""
    return place, -finding.year, is_publication, -finding.gap, finding.organ.organ_id, rule


def _coverage_finding(organ: Organ, coverage: Coverage) -> Finding:
    gap = Decimal(days_late(coverage))
    return Finding(organ, coverage.year, coverage_severity(coverage), gap, coverage=coverage)


def days_late(coverage: Coverage) -> int:
    """Days between the due date and the day of publication; 0 where one of them is not known."""
    if coverage.published_on is None or coverage.due_on is None:
        return 0
    return (coverage.published_on - coverage.due_on).days


def coverage_severity(coverage: Coverage) -> str:
    """A missing report is an error and a late one a warning where the law sets the date.

    One step less where only policy sets it (townships) or the report came by the next working day.
    """
    severity = COVERAGE_SEVERITY[coverage.status]
    is_mild = not coverage.is_statutory or (coverage.status == "late" and not coverage.is_late_after_grace)
    if coverage.status in {"missing", "late"} and is_mild:
        return SEVERITIES[SEVERITIES.index(severity) + 1]
    return severity
