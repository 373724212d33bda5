"""The recap of a run at the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from flows.cli.terminal import Terminal
from flows.recap import Recap

SHOWN_FAILURES = 20
SHOWN_RULES = 6


def show_recap(recap: Recap, console: Terminal) -> None:
    """Print what came of the run, what could not be read, where the summary is, and the next command."""
    console.print(recap.headline(), style="bold red" if recap.has_failed else "bold green")
    console.print(_counts(recap))
    for reason in recap.blocking:
        console.print(f"blocks publication: {reason}", style="red")
    for reason in recap.overridden:
        console.print(f"published by override: {reason}", style="red")
    for reason in recap.warnings:
        console.print(f"warning: {reason}", style="yellow")
    for line in recap.failures[:SHOWN_FAILURES]:
        console.print(line, style="yellow")
    if len(recap.failures) > SHOWN_FAILURES:
        console.print(f"… and {len(recap.failures) - SHOWN_FAILURES} more; next: nianbao status")
    console.print(f"next: {recap.next_command}")


def _counts(recap: Recap) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for label, counts in (("sources", recap.sources), ("coverage", recap.coverage), ("checks", recap.checks)):
        if counts:
            table.add_row(label, ", ".join(f"{number} {name}" for name, number in counts.items()))
    if recap.never_assessable:
        table.add_row("not assessed", _rules(recap.never_assessable))
    if recap.not_reports:
        table.add_row("other pages", str(recap.not_reports))
    table.add_row("run", f"{recap.run_id} ({recap.seconds:.1f} s)")
    if recap.summary:
        table.add_row("summary", recap.summary)
    return table


def _rules(never_assessable: Sequence[str]) -> str:
    """The rules no report let be assessed, as many as fit a line; the rules page of the summary has them all."""
    names = ", ".join(never_assessable[:SHOWN_RULES])
    more = len(never_assessable) - SHOWN_RULES
    return f"{len(never_assessable)} rules in any report: {names}" + (f" and {more} more" if more > 0 else "")
