"""A loopback web site for tests: pages by path, ETags, a log of what was asked for."""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """What a path answers."""

    body: bytes | str
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass(frozen=True)
class Asked:
    """One request the site saw."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def is_conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


Answer = Reply | str | Callable[[Asked], "Reply | str"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, as tests make it do, is no fault of the site."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Site:
    """``with Site({"/a.html": "…"}) as site`` serves on 127.0.0.1; ``site.log`` holds every request."""

    def __init__(self, pages: Mapping[str, Answer] | None = None, latency: float = 0.0) -> None:
        self.pages: dict[str, Answer] = dict(pages or {})
        self.latency = latency
        self.log: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), self._handler())

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def paths(self) -> list[str]:
        """Paths asked for, robots.txt left out."""
        return [asked.path for asked in self.log if asked.path != "/robots.txt"]

    def __enter__(self) -> Site:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply_to(self, asked: Asked) -> Reply:
        answer = self.pages.get(asked.path) or self.pages.get(asked.path.split("?")[0])
        if callable(answer):
            answer = answer(asked)
        if answer is None:
            return Reply("<html><title>404</title>404 Not Found</html>", 404)
        return Reply(answer) if isinstance(answer, str) else answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, self.path, headers, self.rfile.read(size), time.monotonic())
                site.log.append(asked)
                time.sleep(site.latency)
                self._send(site.reply_to(asked), asked)

            do_POST = do_GET  # noqa: N815

            def _send(self, reply: Reply, asked: Asked) -> None:
                data = reply.data()
                etag = f'"{hashlib.md5(data).hexdigest()}"'
                is_known = reply.status == 200 and asked.headers.get("if-none-match") == etag
                self.send_response(304 if is_known else reply.status)
                headers = {"Content-Type": reply.content_type, "ETag": etag, **reply.headers}
                for name, value in headers.items():
                    self.send_header(name, value)
                if not is_known:
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if not is_known:
                    self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler
