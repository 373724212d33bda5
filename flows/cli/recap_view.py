"""The recap of a run at the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from flows.recap import Recap

SHOWN_FAILURES = 20


def show_recap(recap: Recap, console: Console) -> None:
    """Print what came of the run, what could not be read, where the summary is, and the next command."""
    console.print(recap.headline(), style="bold red" if recap.has_failed else "bold green", markup=False)
    table = Table(box=None, show_header=False, pad_edge=False)
    for label, counts in (("sources", recap.sources), ("coverage", recap.coverage), ("checks", recap.checks)):
        if counts:
            table.add_row(label, ", ".join(f"{number} {name}" for name, number in counts.items()))
    if recap.not_reports:
        table.add_row("other pages", str(recap.not_reports))
    table.add_row("run", f"{recap.run_id} ({recap.seconds:.1f} s)")
    if recap.summary:
        table.add_row("summary", recap.summary)
    console.print(table)
    for reason in recap.blocking:
        console.print(f"blocks publication: {reason}", style="red", markup=False)
    for reason in recap.overridden:
        console.print(f"published by override: {reason}", style="red", markup=False)
    for reason in recap.warnings:
        console.print(f"warning: {reason}", style="yellow", markup=False)
    for line in recap.failures[:SHOWN_FAILURES]:
        console.print(line, style="yellow", markup=False)
    if len(recap.failures) > SHOWN_FAILURES:
        console.print(f"… and {len(recap.failures) - SHOWN_FAILURES} more; next: nianbao status")
    console.print(f"next: {recap.next_command}", markup=False)
