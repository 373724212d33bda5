"""A small web server per host: requests counted, conditional answers, clean stop. Only loopback."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

SMALLEST_GZIP = 1_024
"""Bytes below which servers do not compress."""
Connection = socket.socket | tuple[bytes, socket.socket]
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a site sees it. ``query`` and ``form`` keep the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def target(self) -> str:
        """Path and query, parameters in order of their names."""
        return canonical_target(self.path, self.query)


def canonical_target(path: str, query: Mapping[str, str]) -> str:
    """One spelling for every order of the parameters."""
    return path + ("?" + "&".join(f"{name}={query[name]}" for name in sorted(query)) if query else "")


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. ``last_modified`` makes it conditional: it then carries an ETag and may become a 304."""

    body: bytes
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Headers = ()
    last_modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One request in the log."""

    host: str
    method: str
    path: str
    query: Mapping[str, str]
    status: int
    is_conditional: bool
    agent: str


@dataclass(slots=True)
class RequestLog:
    """What was asked of all hosts, in order; safe to read while the servers run."""

    entries: list[Seen] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seen: Seen) -> None:
        """Note one request."""
        with self._lock:
            self.entries.append(seen)

    def clear(self) -> None:
        """Forget what was asked so far."""
        with self._lock:
            self.entries.clear()

    def counts(self) -> Counter[tuple[str, str]]:
        """Requests by host and path."""
        with self._lock:
            return Counter((seen.host, seen.path) for seen in self.entries)

    def count(self, path: str, host: str | None = None) -> int:
        """How often a path was asked for, on one host or on all."""
        return sum(n for (h, p), n in self.counts().items() if p == path and host in (None, h))


def condition(request: Request, response: Response) -> Response:
    """The response with ETag and Last-Modified, or a 304 where the asker already has it (RFC 9110, 13.2.2)."""
    if response.last_modified is None or response.status != HTTPStatus.OK:
        return response
    etag = f'"{hashlib.sha256(response.body).hexdigest()[:16]}"'
    changed = format_datetime(response.last_modified, usegmt=True)
    response = replace(response, headers=(*response.headers, ("ETag", etag), ("Last-Modified", changed)))
    if _is_known(request, etag, response):
        return replace(response, body=b"", status=HTTPStatus.NOT_MODIFIED)
    return response


def _is_known(request: Request, etag: str, response: Response) -> bool:
    if known := request.headers.get("if-none-match"):
        return etag in known or known.strip() == "*"
    since = request.headers.get("if-modified-since")
    return bool(since and response.last_modified and response.last_modified <= parsedate_to_datetime(since))


def compress(response: Response) -> Response:
    """The response gzipped, as most servers send text; small and empty ones stay as they are."""
    if len(response.body) < SMALLEST_GZIP or not response.media_type.startswith("text/"):
        return response
    headers = (*response.headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
    return replace(response, body=gzip.compress(response.body, compresslevel=1, mtime=0), headers=headers)


class HostServer:
    """One host on one port: ``answer`` gives a response for a request."""

    def __init__(
        self,
        name: str,
        answer: Callable[[Request], Response],
        log: RequestLog,
        port: int = 0,
        *,
        is_gzipped: bool = False,
    ) -> None:
        settings = {"host": name, "answer": staticmethod(answer), "log": log, "is_gzipped": is_gzipped}
        handler = type("Handler", (_Handler,), settings)
        self._server = _Server(("127.0.0.1", port), handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name=name, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection kept open; a host that never began only closes its port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(timeout=5)
        self._server.server_close()
        self._server.close_connections()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[Connection] = set()
        super().__init__(address, handler)

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Connection) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in tuple(self._open):
            super().shutdown_request(connection)
        self._open.clear()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no event of ours; anything else must be seen."""
        import sys

        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleCounty"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet an answer
    host: str
    log: RequestLog
    is_gzipped: bool
    answer: Callable[[Request], Response]

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_HEAD = do_GET  # noqa: N815

    def _serve(self) -> None:
        request = self._read_request()
        response = condition(request, self.answer(request))
        is_conditional = bool({"if-none-match", "if-modified-since"} & request.headers.keys())
        agent = request.headers.get("user-agent", "")
        if self.is_gzipped and "gzip" in request.headers.get("accept-encoding", ""):
            response = compress(response)
        self.log.add(
            Seen(self.host, request.method, request.path, request.query, response.status, is_conditional, agent)
        )
        self._write(response)

    def _read_request(self) -> Request:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length") or 0))
        is_form = "urlencoded" in headers.get("content-type", "")
        form = parse_qs(body.decode("utf-8", "replace")) if is_form else {}
        query = parse_qs(parts.query, keep_blank_values=True)
        return Request(
            method=self.command,
            path=unquote(parts.path),
            query={name: values[-1] for name, values in query.items()},
            form={name: values[-1] for name, values in form.items()},
            headers=headers,
            body=body,
        )

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        if response.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", response.media_type)
        for name, value in response.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server asks for
        """Nothing on the terminal: the log is `RequestLog`."""
