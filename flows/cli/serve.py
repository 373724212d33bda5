"""`nianbao serve`: the SQL page."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from flows.cli.published import open_store, query_limits
from flows.cli.session import session_of


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""
    app.command(name="serve", epilog="Example: nianbao serve")(serve)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)] = 8763,
) -> None:
    """Serve a page to ask the published warehouse in SQL, on this machine only, until Ctrl-C.

    Read-only like `nianbao sql` and within the same limits; a new publication is there at the next question.
    """
    from flows.sql_page.server import serve as serve_page

    session = session_of(context)
    store = open_store(session)
    store.find_publication()
    with suppress(KeyboardInterrupt):  # the way to end it
        serve_page(store, query_limits(session), port, on_ready=lambda address: print(address, flush=True))
