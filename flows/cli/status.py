"""`nianbao status`: the last runs, what the last good one found, and what to do next."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from flows.cli.failures import DONE, FAILED
from flows.cli.session import results, session_of
from flows.cli.terminal import Terminal

if TYPE_CHECKING:
    from flows.ledger import RunRecord
    from flows.settings import Settings
    from warehouse.nights import SourceTrend

SHOWN_RUNS = 5
SHOWN_FAILURES = 10
SHOWN_SOURCES = 10
_MARKS = {"complete": "+", "incomplete": "~", "skipped": "."}
"""How the last nights are drawn, oldest first; any other is an x."""
_STYLES = {"published": "green", "unchanged": "green", "running": "cyan", "blocked": "red", "failed": "red"}


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""
    app.command(name="status", epilog="Example: nianbao status --json")(status)


def status(
    context: typer.Context,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the last runs, coverage, sources in trouble and since when, what could not be taken, and the next command.

    Exit code 1 where the last run was blocked or failed.
    """
    from flows.ledger import read_runs
    from flows.nights import read_trends

    settings = session_of(context).settings()
    runs = read_runs(settings.runs_folder)
    overview = _overview(settings, runs, read_trends(settings, runs))
    if is_json:
        from flows.report_json import dump_json

        print(dump_json(overview))
    else:
        _show(overview, results())
    has_failed = bool(runs) and runs[0].status in ("blocked", "failed")
    raise typer.Exit(FAILED if has_failed else DONE)


def _overview(settings: Settings, runs: list[RunRecord], trends: list[SourceTrend]) -> dict[str, Any]:
    """Return what is shown, as plain JSON: the newest runs, the recap of the newest published, how sources fare."""
    good = next((run for run in runs if run.status in ("published", "unchanged")), None)
    return {
        "home": str(settings.home),
        "profile": settings.profile,
        "runs": [asdict(run) for run in runs[:SHOWN_RUNS]],
        "published": good and _read_recap(settings, good),
        "sources": [asdict(trend) | {"is_in_trouble": trend.is_in_trouble} for trend in trends],
        "next": _next_command(settings, runs),
    }


def _read_recap(settings: Settings, run: RunRecord) -> dict[str, Any]:
    from flows.ledger import RECAP_FILE

    recap: dict[str, Any] = json.loads((settings.runs_folder / run.run_id / RECAP_FILE).read_text(encoding="utf-8"))
    return recap


def _next_command(settings: Settings, runs: list[RunRecord]) -> str:
    if not runs:
        return "nianbao nightly" if settings.profile == "sample" else "nianbao demo, or nianbao nightly"
    last = runs[0]
    if last.status == "blocked":
        return f"read {settings.runs_folder / last.run_id / 'recap.json'}, then nianbao {last.flow}"
    if last.status == "failed":
        return f"nianbao {last.flow}"
    return "nianbao summary"


def _show(overview: dict[str, Any], console: Terminal) -> None:
    console.print(f"{overview['home']} ({overview['profile']})")
    if not overview["runs"]:
        console.print("no run yet")
    table = Table("run", "status", "new", "changed", "unchanged", "error", box=None, pad_edge=False)
    for run in overview["runs"]:
        counts = [str(run["counts"].get(name, "")) for name in ("new", "changed", "unchanged")]
        state = Text(run["status"], _STYLES[run["status"]])
        table.add_row(run["run_id"], state, *counts, run["error"] or "")
    if overview["runs"]:
        console.print(table)
    if overview["published"]:
        _show_published(overview["published"], console)
    in_trouble = [source for source in overview["sources"] if source["is_in_trouble"]]
    _show_failures(overview["published"], {source["source_id"] for source in in_trouble}, console)
    _show_trouble(in_trouble, console)
    console.print(f"next: {overview['next']}")


def _show_trouble(sources: list[dict[str, Any]], console: Terminal) -> None:
    """Show the sources whose last night was no good one; their earlier reports stay published, marked stale."""
    if not sources:
        return
    table = Table(
        "source", "last night", "last good night", "reports", "last nights", "reason", box=None, pad_edge=False
    )
    for source in sources[:SHOWN_SOURCES]:
        good = source["last_success"]
        table.add_row(
            source["source_id"],
            Text(source["status"], "red"),
            f"{good:%Y-%m-%d}, {source['nights_since_success']} before" if good else "never",
            f"{source['accepted']}, then {source['accepted_at_last_success']}" if good else str(source["accepted"]),
            "".join(_MARKS.get(night, "x") for night in source["last_nights"]),
            source["reason"],
        )
    console.print(f"sources in trouble: {len(sources)}; what they published before is kept, marked stale")
    console.print(table)
    if len(sources) > SHOWN_SOURCES:
        console.print(f"and {len(sources) - SHOWN_SOURCES} more: nianbao status --json")
    console.print(f"to look at one: nianbao sources probe {sources[0]['source_id']}")


def _show_published(recap: dict[str, Any], console: Terminal) -> None:
    for name in ("coverage", "checks", "sources"):
        if recap[name]:
            numbers = ", ".join(f"{number} {label}" for label, number in recap[name].items())
            console.print(f"{name}: {numbers}")
    for line in recap.get("overridden", ()):  # recaps written before overrides were told have none
        console.print(f"published by override: {line}")


def _show_failures(recap: dict[str, Any] | None, in_trouble: set[str], console: Terminal) -> None:
    """Show what could not be taken but for the sources the table of trouble names."""
    lines = recap["failures"] if recap else []
    lines = [line for line in lines if line.partition(":")[0] not in in_trouble]
    for line in lines[:SHOWN_FAILURES]:
        console.print(f"not taken: {line}")
    if len(lines) > SHOWN_FAILURES:
        console.print(f"and {len(lines) - SHOWN_FAILURES} more: nianbao status --json")
