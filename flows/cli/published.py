"""The commands that read what is published: sql, summary, export, diff."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.failures import FAILED
from flows.cli.session import Session, results, session_of
from flows.errors import WrongUse

if TYPE_CHECKING:
    from warehouse.store import Store


class Format(StrEnum):
    """How a query's rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Ask what was published at the end of that day.", metavar="DATE"),
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
