"""The server of the page: one process on 127.0.0.1, no other address can be asked for."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from flows.errors import WorkFailed
from flows.sql_page.app import make_app
from warehouse.query import QueryLimits
from warehouse.store import Store

LOOPBACK = "127.0.0.1"


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
        config = uvicorn.Config(
            make_app(store, limits, port=port), log_level="error", timeout_graceful_shutdown=1, server_header=False,
            ws="none", lifespan="off", proxy_headers=False,
        )  # fmt: skip
        on_ready(f"http://{LOOPBACK}:{port}/")
        uvicorn.Server(config).run(sockets=[listener])
