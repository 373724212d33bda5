"""Starts the county on loopback, one port a host, and stops it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from .registry import write_registry
from .reports import ReportBook
from .sites.base import Site
from .sites.blocked import BlockedSite
from .sites.epoint import EpointSite
from .sites.gkmlpt import GkmlptSite
from .sites.jcms import JcmsSite
from .sites.jcms_xxgk import JcmsXxgkSite
from .sites.jpaas import JpaasSite
from .sites.links import LinksSite
from .sites.lonsun import LonsunSite
from .sites.my71 import My71Site
from .sites.trs import TrsSite
from .sites.trs_search import TrsSearchSite
from .sites.ucap import UcapSite
from .sites.vsb import VsbSite
from .truth import Truth, tell_truth
from .web import HostServer, Request, RequestLog, Response

SITES: tuple[type[Site], ...] = (
    TrsSite,
    JcmsSite,
    My71Site,
    JcmsXxgkSite,
    JpaasSite,
    UcapSite,
    VsbSite,
    GkmlptSite,
    LonsunSite,
    EpointSite,
    LinksSite,
    TrsSearchSite,
    BlockedSite,
)


class County:
    """A running county. ``requests`` counts what was asked; ``set_night`` turns the page to the second night."""

    def __init__(self, registry_folder: Path, ports: Mapping[str, int] | None = None) -> None:
        self.book = ReportBook()
        self.requests = RequestLog()
        self.registry_folder = registry_folder
        self._sites: list[Site] = []
        self._servers: list[HostServer] = []
        try:
            for family in SITES:
                self._open(family, (ports or {}).get(family.platform, 0))
        except OSError:
            self.stop()
            raise
        write_registry(registry_folder, self.book.plan, self.sites)

    @cached_property
    def truth(self) -> Truth:
        """What the county serves, for both nights; put together when first asked for."""
        return tell_truth(self.book, self.sites)

    @property
    def sites(self) -> tuple[Site, ...]:
        """The hosts, in the order of `SITES`."""
        return tuple(self._sites)

    @property
    def ports(self) -> dict[str, int]:
        """Port of every host by platform: hand them to `serve_county` to have the same addresses again."""
        return {site.platform: server.port for site, server in zip(self._sites, self._servers, strict=True)}

    def set_night(self, night: int) -> None:
        """Serve what the county shows on night 1 or 2."""
        if night not in (1, 2):
            raise ValueError(f"the sample county has nights 1 and 2, not {night}")
        for site in self._sites:
            site.night = night

    def start(self) -> None:
        """Answer from now on."""
        for server in self._servers:
            server.start()

    def stop(self) -> None:
        """Free every port."""
        for server in self._servers:
            server.stop()

    def _open(self, family: type[Site], port: int) -> None:
        hosted = (organ for organ in self.book.plan.organs if organ.platform == family.platform)
        organs = tuple(organ for organ in hosted if organ.listed_by is None)
        holder: list[Site] = []

        def answer(request: Request) -> Response:
            return holder[0].respond(request)

        server = HostServer(family.platform, answer, self.requests, port, is_gzipped=family.is_gzipped)
        self._servers.append(server)
        holder.append(family(self.book, organs, f"http://127.0.0.1:{server.port}"))
        self._sites.append(holder[0])


@contextmanager
def serve_county(ports: Mapping[str, int] | None = None, *, night: int = 1) -> Iterator[County]:
    """The county, answering on 127.0.0.1 until the block ends.

    ``ports`` by platform, as `County.ports` gave them, keep the addresses of an earlier start; free ones are taken
    otherwise. Raises OSError when a given port is in use.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-sample-") as folder:
        county = County(Path(folder), ports)
        county.set_night(night)
        county.start()
        try:
            yield county
        finally:
            county.stop()
