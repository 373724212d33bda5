"""One polite HTTP exchange: limits on time, size and redirects, every host checked, the bytes kept as they came.

No retry, no waiting and no parsing happens here: the schedule decides when to ask again, and fetch threads only fetch.
"""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from extract.adapters.base import Request
from extract.addresses import join_url
from extract.errors import AddressRefused, TerminalFetchError, TransientFetchError
from extract.guard import GuardedAdapter, HostGuard
from extract.policy import CrawlPolicy
from extract.warc import Wire

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_ENCODINGS = {"gzip": 47, "x-gzip": 47, "deflate": 0}
"""zlib's window bits: 47 takes gzip and zlib headers; deflate is tried with and without its header."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The last hop of a request: what was asked, what came, decoded and as received."""

    request: Request
    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    wire: Wire = field(repr=False)

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Client:
    """Sessions without cookies, proxies or credentials from the environment; one is used by one thread at a time."""

    def __init__(self, policy: CrawlPolicy, guard: HostGuard) -> None:
        self.policy = policy
        self.guard = guard

    def open_session(self, *, agent: str | None = None, is_tls_verified: bool = True) -> requests.Session:
        """A session for one host: keep-alive, TLS verified unless the source has a dated exception."""
        session = requests.Session()
        session.trust_env = False
        session.verify = is_tls_verified
        session.headers.clear()
        session.headers["User-Agent"] = agent or self.policy.user_agent
        session.headers["Accept"] = "*/*"
        session.headers["Accept-Language"] = "zh-CN,zh;q=0.9"
        session.headers["Accept-Encoding"] = "gzip, deflate"
        adapter = GuardedAdapter(is_loopback_allowed=self.guard.is_loopback_allowed)
        for scheme in ("http://", "https://"):
            session.mount(scheme, adapter)
        return session

    def fetch(
        self, session: requests.Session, request: Request, conditions: tuple[tuple[str, str], ...] = ()
    ) -> Exchange:
        """The answer to ``request``, redirects followed within the allowed hosts.

        Raises `TransientFetchError` (time-out, broken connection), `TerminalFetchError` (too large, too many redirects)
        or `AddressRefused`. HTTP error statuses are answers, not exceptions.
        """
        deadline = time.monotonic() + self.policy.max_seconds
        asked = request
        for _ in range(self.policy.max_redirects + 1):
            exchange = self._exchange(session, asked, conditions, deadline)
            target = exchange.header("location")
            if exchange.status not in _REDIRECTS or not target:
                return exchange
            asked = _redirected(asked, target, exchange.status)
        raise TerminalFetchError(
            f"{request.url}: more than {self.policy.max_redirects} redirects; next: nianbao sources probe"
        )

    def _exchange(
        self, session: requests.Session, request: Request, conditions: tuple[tuple[str, str], ...], deadline: float
    ) -> Exchange:
        self.guard.check(request.url)
        headers = dict((*request.headers, *conditions))
        body = request.body.encode() if request.body is not None else None
        try:
            prepared = session.prepare_request(
                requests.Request(request.method, request.url, headers=headers, data=body)
            )
        except (requests.RequestException, ValueError) as error:
            raise TerminalFetchError(
                f"{request.url}: {_say(error)}; next: look at the page that links to it"
            ) from error
        timeout = (self.policy.connect_timeout, self.policy.read_timeout)
        try:
            with session.send(
                prepared, stream=True, allow_redirects=False, timeout=timeout, verify=session.verify
            ) as response:
                raw = self._read(response, request.url, deadline)
                return _make_exchange(request, prepared, response, raw, self.policy.max_bytes)
        except AddressRefused:
            raise
        except (requests.RequestException, HTTPError, OSError) as error:
            raise TransientFetchError(f"{request.url}: {_say(error)}; next: it is tried again another night") from error
        except ValueError as error:  # requests looks at the target of a redirect even when told not to follow it
            raise TerminalFetchError(f"{request.url}: {_say(error)}; next: nianbao sources probe") from error

    def _read(self, response: requests.Response, url: str, deadline: float) -> bytes:
        """The entity without chunking but still content-encoded, within the limits of size and time."""
        parts, size = [], 0
        for chunk in response.raw.stream(_CHUNK, decode_content=False):
            size += len(chunk)
            if size > self.policy.max_bytes:
                raise TerminalFetchError(
                    f"{url}: more than {self.policy.max_bytes} bytes; next: raise max_bytes if meant"
                )
            if time.monotonic() > deadline:
                raise TransientFetchError(f"{url}: slower than {self.policy.max_seconds:g} s; next: it is tried again")
            parts.append(chunk)
        return b"".join(parts)


def decode_body(raw: bytes, encoding: str | None, max_bytes: int, url: str = "") -> bytes:
    """Undo the content encoding within a limit, so that a small body cannot unpack to fill the memory."""
    name = (encoding or "").strip().lower()
    if name in ("", "identity") or not raw:
        return raw
    if name not in _ENCODINGS:
        raise TerminalFetchError(f"{url}: content encoding {name!r} was not asked for; next: report it to the site")
    for bits in (_ENCODINGS[name] or zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(wbits=bits)
        try:
            body = unpacker.decompress(raw, max_bytes)
        except zlib.error:
            continue
        if not unpacker.eof and not unpacker.unconsumed_tail:
            raise TransientFetchError(
                f"{url}: the compressed page was cut short; next: it is tried again another night"
            )
        if unpacker.unconsumed_tail:
            raise TerminalFetchError(f"{url}: unpacks to more than {max_bytes} bytes; next: raise max_bytes if meant")
        return body
    return raw  # says gzip and is not: some servers send plain pages so


def _make_exchange(
    request: Request, prepared: requests.PreparedRequest, response: requests.Response, raw: bytes, max_bytes: int
) -> Exchange:
    parts = urlsplit(request.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    encoding = response.headers.get("Content-Encoding")
    body = decode_body(raw, encoding, max_bytes, request.url)
    wire = Wire(
        method=request.method,
        target=target or "/",
        request_headers=(("Host", parts.netloc), *((name, str(value)) for name, value in prepared.headers.items())),
        request_body=(request.body or "").encode(),
        raw_body=raw if not encoding or body is not raw else None,
        phrase=response.reason or "",
    )
    headers = tuple((name, value) for name, value in response.raw.headers.items())
    return Exchange(request, request.url, datetime.now(UTC), response.status_code, headers, body, wire)


def _redirected(request: Request, target: str, status: int) -> Request:
    """The next hop. POST stays POST only where the status says so."""
    url = join_url(request.url, target)
    if url is None:
        raise TerminalFetchError(f"{request.url} redirects to {target[:80]!r}, no address; next: nianbao sources probe")
    keeps_body = status in (307, 308)
    return Request(url, request.body if keeps_body else None, request.headers if keeps_body else ())


def _say(error: Exception) -> str:
    """The innermost cause of a chain of library errors, in one short line."""
    cause: BaseException = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__  # type: ignore[assignment]
    return f"{type(cause).__name__}: {' '.join(str(cause).split())[:160]}"
