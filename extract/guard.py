"""Which addresses may be opened: hosts under .gov.cn or named in the registry, and never the inner network.

The check is made on the address a connection is really opened to, so a name that resolves to something else a moment
later gains nothing (server-side request forgery by DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.poolmanager import PoolManager

from extract.errors import AddressRefused

_GOVERNMENT_SUFFIX = ".gov.cn"
_PORTS = {"http": 80, "https": 443}


class HostGuard:
    """The hosts of one crawl."""

    def __init__(self, named: Iterable[str], *, is_loopback_allowed: bool = False) -> None:
        self._named = frozenset(host.lower() for host in named)
        self.is_loopback_allowed = is_loopback_allowed

    def check(self, url: str) -> None:
        """Raise `AddressRefused` for an address of another scheme, host or port than the registry allows."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower().rstrip("."), parts.port
        except ValueError as error:
            raise AddressRefused(f"{url!r} is no address ({error}); next: look at the page that links to it") from error
        if parts.scheme not in _PORTS or not host:
            raise AddressRefused(f"{url} is neither http nor https; next: nothing, it is left out")
        if parts.username or parts.password:
            raise AddressRefused(f"{url} carries a user name; next: nothing, it is left out")
        if not self._is_named(host, port, _PORTS[parts.scheme]):
            raise AddressRefused(
                f"{host} is not under .gov.cn and no source names it; next: add it to hosts: of the source"
            )

    def _is_named(self, host: str, port: int | None, default_port: int) -> bool:
        if f"{host}:{port or default_port}" in self._named:
            return True
        if port not in (None, *_PORTS.values()):
            return False
        return host in self._named or host.endswith(_GOVERNMENT_SUFFIX)


def is_open_address(address: str, *, is_loopback_allowed: bool) -> bool:
    """Whether an IP address is one on the public internet (or this machine, for the sample county)."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if ip.is_loopback:
        return is_loopback_allowed
    return ip.is_global and not ip.is_multicast


class _Guarded:
    """Opens the socket to an address that was checked, under the name that was asked for."""

    is_loopback_allowed = False
    host: str
    port: int
    timeout: Any
    source_address: Any
    socket_options: Any

    def _new_conn(self) -> socket.socket:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        open_ = [
            info for info in found if is_open_address(str(info[4][0]), is_loopback_allowed=self.is_loopback_allowed)
        ]
        if not open_ or len(open_) < len(found):
            inner = next((str(info[4][0]) for info in found if info not in open_), "nothing")
            raise AddressRefused(f"{self.host} resolves to {inner}, an inner address; next: check the source's address")
        return self._connect([str(info[4][0]) for info in open_])

    def _connect(self, addresses: list[str]) -> socket.socket:
        last: OSError | None = None
        for address in addresses:
            try:
                sock = socket.create_connection((address, self.port), self.timeout, self.source_address)
            except OSError as error:
                last = error
                continue
            for option in self.socket_options or ():
                sock.setsockopt(*option)
            return sock
        raise NewConnectionError(self, f"cannot connect: {last}") from last  # type: ignore[arg-type]


class _GuardedHTTP(_Guarded, HTTPConnection):
    pass


class _GuardedHTTPS(_Guarded, HTTPSConnection):
    pass


class _LoopbackHTTP(_GuardedHTTP):
    is_loopback_allowed = True


class _LoopbackHTTPS(_GuardedHTTPS):
    is_loopback_allowed = True


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _GuardedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


class _LoopbackHTTPPool(HTTPConnectionPool):
    ConnectionCls = _LoopbackHTTP


class _LoopbackHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _LoopbackHTTPS


class GuardedAdapter(HTTPAdapter):
    """requests' transport over guarded connections, one per host."""

    def __init__(self, *, is_loopback_allowed: bool) -> None:
        self._pools = (
            {"http": _LoopbackHTTPPool, "https": _LoopbackHTTPSPool}
            if is_loopback_allowed
            else {"http": _HTTPPool, "https": _HTTPSPool}
        )
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        """The pool manager with guarded pools."""
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools
