"""`nianbao sources`: the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.failures import DONE, FAILED
from flows.cli.session import results, session_of

if TYPE_CHECKING:
    from extract.models import CrawlResult

app = typer.Typer(help="The registry: which organ publishes where.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list", epilog="Example: nianbao sources list --only 3412")
def list_sources(
    context: typer.Context,
    only: Annotated[list[str] | None, typer.Option(help="Region code, source or organ.", metavar="CODE")] = None,
    is_json: AsJson = False,
) -> None:
    """Show the sources a nightly run asks."""
    from flows.registry import open_registry, select_sources

    with open_registry(session_of(context).settings()) as registry:
        sources = select_sources(registry, only)
    if is_json:
        from flows.report_json import dump_json

        print(dump_json({"sources": [source.model_dump(mode="json") for source in sources]}))
        return
    from rich.table import Table

    table = Table("id", "region", "organ", "platform", "covers", "address", box=None, pad_edge=False)
    for source in sources:
        table.add_row(source.id, source.region or "", source.organ, str(source.platform), source.covers, source.url)
    results().print(table)


@app.command("lint", epilog="Example: nianbao sources lint")
def lint_sources(context: typer.Context, is_json: AsJson = False) -> None:
    """Check every registry file, and name the sources whose address is not known yet.

    Exit code 1 where a file is wrong; it names file, source and key.
    """
    from extract.registry import Status
    from flows.registry import open_registry

    with open_registry(session_of(context).settings()) as registry:
        unresolved = [source for source in registry.sources if source.status is Status.UNRESOLVED]
    if is_json:
        from flows.report_json import dump_json

        print(dump_json({"sources": len(registry.sources), "unresolved": [source.id for source in unresolved]}))
        return
    for source in unresolved:
        print(f"{source.id}: unresolved: {source.note or source.url}")
    print(f"{len(registry.sources)} sources in {len(registry.files)} files, {len(unresolved)} unresolved")


@app.command("probe", epilog="Example: nianbao sources probe yingquan-gov")
def probe_source(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID", help="Source to ask, as `nianbao sources list` names it.")],
    is_json: AsJson = False,
) -> None:
    """Read a source's list pages and show what a run would take and refuse, and why. Nothing is stored.

    Exit code 1 where the list could not be read to its end.
    """
    from extract.models import NightStatus
    from flows.crawling import Wanted
    from flows.preview import preview_crawl

    found = preview_crawl(session_of(context).settings(), Wanted(only=[source]))
    if is_json:
        from dataclasses import asdict

        from flows.report_json import dump_json

        nights = [asdict(night) for night in found.nights]
        print(dump_json({"nights": nights, "candidates": [asdict(candidate) for candidate in found.candidates]}))
    else:
        _show_candidates(found)
    is_complete = all(night.status is NightStatus.COMPLETE for night in found.nights)
    raise typer.Exit(DONE if is_complete else FAILED)


def _show_candidates(found: CrawlResult) -> None:
    from rich.table import Table

    table = Table("", "year", "listed", "title", "address", "why", box=None, pad_edge=False)
    for candidate in found.candidates:
        mark = "take" if candidate.is_accepted else "leave"
        year, listed = str(candidate.year or ""), str(candidate.listed_on or "")
        table.add_row(mark, year, listed, candidate.title, candidate.url, candidate.reason)
    console = results()
    console.print(table)
    for night in found.nights:
        console.print(f"{night.source_id}: {night.status}: {night.reason}", markup=False)
