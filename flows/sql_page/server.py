"""The server of the page: one process on 127.0.0.1, no other address can be asked for."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from flows.errors import WorkFailed
from flows.sql_page.app import make_app
from warehouse.query import QueryLimits
from warehouse.store import Store

LOOPBACK = "127.0.0.1"
_LAST_SECONDS = 10
"""What is left of a stopped query's answer after Ctrl-C; queries end in a fraction of it."""


class _Server(uvicorn.Server):
    """Stops running queries before it waits for their answers: Ctrl-C in the middle of one is no error."""

    def __init__(self, app: Starlette, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what runs, then as uvicorn does."""
        self._app.state.is_closing = True
        await super().shutdown(sockets)


def serve(store: Store, limits: QueryLimits, port: int, *, on_ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``on_ready`` is told the address. Port 0 takes a free one.

    Raises:
        WorkFailed: the port is taken.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError as error:
            reason = error.strerror or "cannot be opened"
            raise WorkFailed(f"{LOOPBACK}:{port}: {reason}; next: nianbao serve --port {port + 1}") from error
        listener.listen()
        port = listener.getsockname()[1]
        app = make_app(store, limits, port=port)
        config = uvicorn.Config(
            app, log_level="error", timeout_graceful_shutdown=_LAST_SECONDS, server_header=False,
            ws="none", lifespan="off", proxy_headers=False,
        )  # fmt: skip
        on_ready(f"http://{LOOPBACK}:{port}/")
        _Server(app, config).run(sockets=[listener])
