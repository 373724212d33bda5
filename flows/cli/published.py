"""The commands that read what is published: status, sql, summary, export, diff."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.session import results, session_of
from flows.errors import WrongUse


class Format(StrEnum):
    """How a query's rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Ask what was published on that day.", metavar="DATE"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the tree."""
    app.command(name="status", epilog="Example: nianbao status --json")(status)
    app.command(name="sql", epilog='Example: nianbao sql "select status, count(*) from core.fact_check group by all"')(
        sql
    )
    app.command(name="summary", epilog="Example: nianbao summary")(summary)
    app.command(name="export", epilog="Example: nianbao export exports/")(export)
    app.command(name="diff", epilog="Example: nianbao diff")(diff)
