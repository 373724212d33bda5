"""How one parsed and checked document looks to a person at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from flows.cli.terminal import Terminal
from flows.report_json import plain_number
from transform.models import Cell, CellStatus, Issue, ParsedReport

if TYPE_CHECKING:
    from expectations.models import Check, DocumentChecks, Suspect

SHOWN_NOTES = 3
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def show_parsed(parsed: ParsedReport, console: Terminal) -> None:
    """Print who reports on which year, every cell that is there, claims and issues."""
    _show_head(parsed, console)
    _show_cells(parsed.cells, console)
    for claim in parsed.claims:
        console.print(Text(f"claim {claim.measure} = {claim.value} {claim.unit or ''} ({claim.at}): “{claim.quote}”"))
    _show_issues(parsed, console)


def show_checked(parsed: ParsedReport, checks: DocumentChecks | None, console: Terminal) -> None:
    """Print what to mend: failed identities with both sides and likely causes, then doubtful cells, then the count."""
    _show_head(parsed, console)
    _show_failures(checks.failures if checks else (), console)
    _show_suspects(checks.suspects if checks else (), console)
    _show_issues(parsed, console, most_alike=2)
    _show_doubtful(parsed.cells, console)
    if checks:
        console.print(_tally(checks.checks))


def _show_head(parsed: ParsedReport, console: Terminal) -> None:
    report = parsed.report
    who = report.organ or "organ unknown"
    year = report.year or "year unknown"
    console.print(Text(f"{who} · {year} · form {report.edition or 'unknown'}", style="bold"))
    if report.published_on:
        console.print(Text(f"published {report.published_on}"))


def _show_cells(cells: Sequence[Cell], console: Terminal) -> None:
    table = Table("cell", "value", "status", "printed", "where", box=None, pad_edge=False)
    for cell in cells:
        if cell.status is not CellStatus.MISSING:
            value = "" if cell.value is None else f"{cell.value:f}"
            table.add_row(cell.key, value, str(cell.status), cell.raw or "", cell.at or "")
    console.print(table)
    missing = sum(cell.status is CellStatus.MISSING for cell in cells)
    console.print(f"{len(cells) - missing} of {len(cells)} cells of the form are in the document")


def _show_issues(parsed: ParsedReport, console: Terminal, most_alike: int | None = None) -> None:
    """Print issues, of one kind at most ``most_alike``: a text dump may say the same of every row."""
    by_code: dict[str, list[Issue]] = {}
    for issue in parsed.issues:
        by_code.setdefault(issue.code, []).append(issue)
    for code, issues in by_code.items():
        for issue in issues[:most_alike]:
            where = f" [{issue.cell}]" if issue.cell else ""
            line = f"{issue.severity} {code}{where}: {issue.message_zh} / {issue.message_en}"
            console.print(Text(line, _STYLES[issue.severity]))
        if most_alike is not None and len(issues) > most_alike:
            console.print(f"… {len(issues) - most_alike} more {code}; nianbao parse lists them all")


def _show_doubtful(cells: Sequence[Cell], console: Terminal) -> None:
    """Print cells without a sure value; those that are 0 or blank, which no identity minds, are only counted."""
    harmless = 0
    for cell in cells:
        if cell.status is CellStatus.AMBIGUOUS and set(cell.candidates) == {None, Decimal(0)}:
            harmless += 1
        elif cell.status in (CellStatus.AMBIGUOUS, CellStatus.UNREADABLE):
            readings = " or ".join("blank" if c is None else f"{c:f}" for c in cell.candidates)
            tail = f"; it may be {readings}" if readings else ""
            console.print(Text(f"{cell.status} {cell.key}: printed {cell.raw!r} at {cell.at}{tail}", "yellow"))
    if harmless:
        console.print(f"{harmless} cells are 0 or blank, which an identity counts alike")


def _show_failures(failures: Sequence[Check], console: Terminal) -> None:
    """Print what failed. Errors are all told, of a note at most three alike; what our own reading left open is told by
    the doubtful cells."""
    shown: Counter[str] = Counter()
    for check in failures:
        if check.purpose == "reading":
            continue
        shown[check.id] += 1
        if check.severity != "info" or shown[check.id] <= SHOWN_NOTES:
            console.print(_failure(check))
    for name, number in shown.items():
        if number > SHOWN_NOTES and any(c.id == name and c.severity == "info" for c in failures):
            console.print(f"… {number - SHOWN_NOTES} more {name}; nianbao check --json lists them all")


def _failure(check: Check) -> Text:
    scope = f" {check.scope}" if check.scope else ""
    line = f"{check.severity} {check.id}{scope}"
    if check.left is not None and check.right is not None:
        sides = f"{_plain(check.left)} against {_plain(check.right)}"
        line += f": {sides} (difference {_plain(check.difference)})"
    return Text(f"{line}\n  {check.message_zh}\n  {check.message_en}", _STYLES[check.severity])


def _show_suspects(suspects: Sequence[Suspect], console: Terminal) -> None:
    """Print every set of cells that would mend the report together, in both languages."""
    for rank, members in groupby(suspects, key=lambda suspect: suspect.rank):
        cells = list(members)
        changes = ", ".join(f"{s.cell} {_plain(s.value, 'blank')} → {_plain(s.implied)}" for s in cells)
        reasons = "; ".join(dict.fromkeys(s.why for s in cells))
        console.print(Text(f"likely cause {rank}: {changes}: {reasons}\n  可能原因{rank}：{cells[0].words_zh}"))


def _tally(checks: Sequence[Check]) -> str:
    statuses = ("PASS", "FAIL", "NOT_ASSESSABLE", "WAIVED")
    counts = [f"{sum(c.status == status for c in checks)} {status}" for status in statuses]
    if failures := Counter(_kind(c) for c in checks if c.status == "FAIL"):
        told = (f"{failures[kind]} {kind}" for kind in ("error", "warning", "info", "our reading") if failures[kind])
        counts[1] += f" ({', '.join(told)})"
    return f"{len(checks)} checks: {', '.join(counts)}"


def _kind(check: Check) -> str:
    return "our reading" if check.purpose == "reading" else check.severity


def _plain(value: Decimal | None, nothing: str = "nothing") -> str:
    number = plain_number(value)
    return nothing if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)
