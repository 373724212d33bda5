"""The commands that read what is published: sql, summary, export, diff."""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.progress import progress_bars
from flows.cli.session import Session, results, session_of
from flows.errors import WorkFailed, WrongUse
from flows.progress import telling

if TYPE_CHECKING:
    from warehouse.query import QueryLimits
    from warehouse.store import Store


class Format(StrEnum):
    """How a query's rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], help="Ask what was published at the end of that day.", metavar="DATE"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
SQL_EXAMPLE = 'nianbao sql "select status, count(*) from core.fact_check group by all"'


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the tree."""
    app.command(name="sql", epilog=f"Example: {SQL_EXAMPLE}")(sql)
    app.command(name="summary", epilog="Example: nianbao summary")(summary)
    app.command(name="export", epilog="Example: nianbao export exports/")(export)
    app.command(name="diff", epilog="Example: nianbao diff")(diff)


def open_store(session: Session) -> Store:
    """Return the session's warehouse."""
    from warehouse.store import Store

    return Store(session.settings().home)


def query_limits(session: Session) -> QueryLimits:
    """Return what the settings allow one query."""
    from warehouse.query import QueryLimits

    allowed = session.settings().query
    return QueryLimits(seconds=allowed.seconds, memory_megabytes=allowed.memory_megabytes, rows=allowed.rows)


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT; '-' reads it from standard input.")],
    format_: Annotated[Format, typer.Option("--format", "-f", help="How rows are written.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; needed for parquet.")] = None,
    as_of: AsOf = None,
) -> None:
    """Ask the published warehouse in SQL: read-only, also while a run writes."""
    if format_ is Format.PARQUET and output is None:
        raise WrongUse("parquet is binary; next: nianbao sql … --format parquet --output rows.parquet")
    from flows.cli.rows_view import write_rows
    from warehouse.query import run_query

    session = session_of(context)
    text = sys.stdin.read() if query == "-" else query
    result = run_query(open_store(session), text, limits=query_limits(session), as_of=as_of and as_of.date())
    write_rows(result, format_, output)


def summary(context: typer.Context, as_of: AsOf = None) -> None:
    """Write the compliance summary of what is published, and print where it is."""
    from expectations.summary import write_summary
    from flows.settings import today

    session = session_of(context)
    settings = session.settings()
    day = as_of.date() if as_of else today()
    shown = progress_bars(session.notes())
    with shown, open_store(session).open_published(as_of and as_of.date()) as connection:
        index = write_summary(connection, settings.summary_folder, as_of=day, on_progress=telling("summary"))
    print(index)


def export(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="Where to; default: exports/ in the home.", show_default=False)
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write Parquet, CSV and datapackage.json of what is published."""
    from warehouse.export import export_all

    session = session_of(context)
    target = folder or session.settings().exports_folder
    shown = progress_bars(session.notes())
    with shown, open_store(session).open_published(as_of and as_of.date()) as connection:
        export_all(connection, target, on_progress=telling("export"))
    print(target)


def diff(
    context: typer.Context,
    before: Annotated[str | None, typer.Argument(help="Publication or day; default: the one before the last.")] = None,
    after: Annotated[str | None, typer.Argument(help="Publication or day; default: the last.")] = None,
    is_json: AsJson = False,
) -> None:
    """Show which reports and cells changed between two publications. Exit code 0 also when nothing did."""
    from flows.cli.diff_view import show_diff
    from flows.diff_json import diff_to_json
    from flows.report_json import dump_json
    from warehouse.diff import diff_publications

    store = open_store(session_of(context))
    publications = store.publications()
    if len(publications) < 2 and before is None:
        raise WorkFailed("nothing to compare: fewer than two publications are kept; next: nianbao nightly")
    old = _read_moment(before) if before else publications[-2].publication_id
    new = _read_moment(after) if after else publications[-1].publication_id
    found = diff_publications(store, old, new)
    if is_json:
        print(dump_json(diff_to_json(found)))
    else:
        show_diff(found, results())


def _read_moment(text: str) -> date | str:
    """A day of the calendar, or else the id of a publication."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
