"""`nianbao sources`: the registry."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.session import results, session_of

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
