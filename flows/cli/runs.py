"""The commands that do work: demo, nightly, backfill, ingest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.failures import DONE, FAILED
from flows.cli.progress import progress_bars
from flows.cli.session import Session, results, session_of
from flows.errors import WrongUse

if TYPE_CHECKING:
    from flows.crawling import Wanted

Only = Annotated[
    list[str] | None,
    typer.Option(help="Region code, source or organ to take, and nothing else; may be given again.", metavar="CODE"),
]
Limit = Annotated[int | None, typer.Option(help="Take at most so many reports.", min=1)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be fetched; write nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the recap as one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the tree."""
    app.command(name="demo", epilog="Example: nianbao demo")(demo)
    app.command(name="nightly", epilog="Example: nianbao nightly --only 341204")(nightly)
    app.command(name="backfill", epilog="Example: nianbao backfill --years 2014-2025 --from-archive")(backfill)
    app.command(name="ingest", epilog="Example: nianbao ingest downloads/ crawl.warc.gz")(ingest)


def demo(context: typer.Context, is_json: AsJson = False) -> None:
    """Serve the bundled sample county on loopback and run the nightly flow against it."""
    from flows.sample import make_sample_home

    session = session_of(context)
    make_sample_home(session.settings())
    _run(session, "nightly", {"only": None, "limit": None}, is_json=is_json)


def nightly(
    context: typer.Context, only: Only = None, limit: Limit = None, is_dry_run: DryRun = False, is_json: AsJson = False
) -> None:
    """Scrape what is new or changed, check it, publish, and write the summary."""
    session = session_of(context)
    if is_dry_run:
        from flows.crawling import wanted_tonight

        _preview(session, wanted_tonight(session.settings(), only, limit), is_json=is_json)
    else:
        _run(session, "nightly", {"only": only, "limit": limit}, is_json=is_json)


def backfill(
    context: typer.Context,
    years: Annotated[str, typer.Option(help="Statistics years, e.g. 2014-2025 or 2019.", metavar="FROM-TO")],
    is_from_archive: Annotated[bool, typer.Option("--from-archive", help="Read the archive; ask no site.")] = False,
    only: Only = None,
    limit: Limit = None,
    is_dry_run: DryRun = False,
    is_json: AsJson = False,
) -> None:
    """Take past years from the sites, or rebuild the warehouse from the archive."""
    from flows.settings import today
    from flows.years import parse_years

    session = session_of(context)
    wanted_years = parse_years(years, today())  # wrong use is said before a server is started
    if is_dry_run:
        from flows.crawling import Wanted

        _preview(session, Wanted(only, limit, wanted_years), is_json=is_json, is_from_archive=is_from_archive)
    else:
        parameters = {"years": years, "from_archive": is_from_archive, "only": only, "limit": limit}
        _run(session, "backfill", parameters, is_json=is_json)


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, folders or WARC files already downloaded.")
    ],
    is_json: AsJson = False,
) -> None:
    """Take documents from disk into archive and warehouse. Exit code 1 where one could not be read."""
    for path in paths:
        if not path.exists():
            raise WrongUse(f"no such file or folder: {path}; next: check the path")
    _run(session_of(context), "ingest", {"paths": [str(path.resolve()) for path in paths]}, is_json=is_json)


def _run(session: Session, flow: str, parameters: dict[str, Any], *, is_json: bool) -> None:
    """Run a flow with bars, show its recap, and exit as the contract says."""
    from flows.cli.recap_view import show_recap
    from flows.runner import run_flow

    settings = session.settings()
    console = session.notes()
    with progress_bars(console):
        recap = run_flow(flow, settings, parameters, is_quiet=not session.is_debug)
    if is_json:
        from flows.report_json import dump_json

        print(dump_json(recap.to_json()))
    elif recap.has_failed or not session.is_quiet:  # cron mails what is printed: a quiet good night says nothing
        show_recap(recap, results())
    raise typer.Exit(FAILED if recap.has_failed else DONE)


def _preview(session: Session, wanted: Wanted, *, is_json: bool, is_from_archive: bool = False) -> None:
    """Print what would be fetched or read; nothing is written."""
    from flows.preview import preview_archive, preview_crawl

    settings = session.settings()
    found = preview_archive(settings, wanted) if is_from_archive else preview_crawl(settings, wanted)
    accepted = [candidate for candidate in found.candidates if candidate.is_accepted]
    addresses = [entry.url for entry in found.entries] or [candidate.url for candidate in accepted]
    if is_json:
        from flows.report_json import dump_json

        print(dump_json({"would_take": addresses}))
        return
    console = results()
    for address in addresses:
        console.print(address)
    session.notes().print(f"dry run: {len(addresses)} documents would be taken; nothing was written")
