"""The source registry: which organ publishes its reports where, one YAML file per province.

A regular source is one line::

    province: 示例省
    sources:
      - {id: shili-gov, region: "990101", organ: 示例县人民政府, platform: trs, url: "http://…/zfxxgknb/", covers: area}

Unknown keys are refused, so a misspelt setting cannot lie. Region codes are text and quoted.
"""

from __future__ import annotations

import codecs
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from extract.errors import RegistryError
from extract.yaml_file import read_rules

REGISTRY_FOLDER = Path(__file__).parent / "registry"
FIRST_YEAR = 2008
"""Statistics year of the first reports (条例 of 2007, in force 2008-05-01)."""


class Platform(StrEnum):
    """Content-management families with an adapter (docs/platforms.md)."""

    TRS = "trs"
    JCMS = "jcms"
    JCMS_XXGK = "jcms_xxgk"
    JPAAS = "jpaas"
    UCAP = "ucap"
    VSB = "vsb"
    GKMLPT = "gkmlpt"
    LONSUN = "lonsun"
    MY71 = "my71"
    EPOINT = "epoint"
    LINKS = "links"


class Status(StrEnum):
    """Whether a source is crawled."""

    ACTIVE = "active"
    UNRESOLVED = "unresolved"  # the address is not known well enough to be opened; lint reports it
    RETIRED = "retired"  # no longer published there; kept for the years it held


def _require_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(f'code {value!r} must be quoted text, as in "990101"')  # noqa: TRY004 - pydantic reports it
    return value


RegionCode = Annotated[str, BeforeValidator(_require_text), Field(pattern=r"^(\d{6}|\d{9}|\d{12})$")]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExpectedOrgan(_Entry):
    """An organ whose reports an area-wide list must carry. ``since`` and ``until`` are statistics years, inclusive."""

    name: str
    region: RegionCode | None = None
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _accept_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value


class OtherAddress(_Entry):
    """A list address besides ``url``: an older one, or that of a yearly directory ({Y} stands for the year)."""

    url: str
    since: int | None = None
    until: int | None = None
    noted: date | None = None


class TlsException(_Entry):
    """A dated permission to fetch without verifying the certificate."""

    verify: Literal[False]
    reason: str
    until: date


class Source(_Entry):
    """One list of reports.

    ``covers: own`` is one organ's own column, ``covers: area`` a column that carries the reports of many organs of the
    area (its departments and townships too); ``organs`` are those expected there. ``within`` names the superior areas,
    whose reports such lists often mix in; the file's ``province`` is always one of them. ``charset`` is a hint between
    encodings whose bytes do not tell them apart (Big5 and GB18030); ``params`` are what an adapter cannot find in the
    page (``unitid``, ``category`` …).
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    region: RegionCode | None = None
    organ: str
    platform: Platform
    url: str
    covers: Literal["own", "area"] = "own"
    organs: tuple[ExpectedOrgan, ...] = ()
    aliases: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    status: Status = Status.ACTIVE
    note: str = ""
    checked: str = ""
    since: int | None = None
    until: int | None = None
    other_addresses: tuple[OtherAddress, ...] = ()
    hosts: tuple[str, ...] = ()
    charset: str | None = None
    agent: str | None = None
    delay: float | None = Field(default=None, ge=0)
    tls: TlsException | None = None
    params: dict[str, str] = Field(default_factory=dict)

    @field_validator("charset")
    @classmethod
    def _check_charset(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                codecs.lookup(name)
            except LookupError as error:
                raise ValueError(f"no charset is called {name!r}") from error
        return name

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.status is Status.ACTIVE:
            for url in self.addresses():
                _check_address(url)
            if self.region is None:
                raise ValueError("an active source needs its region code")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self

    def addresses(self) -> tuple[str, ...]:
        """Every list address, the current one first."""
        return (self.url, *(other.url for other in self.other_addresses))

    def allowed_hosts(self) -> frozenset[str]:
        """Hosts (with port when given) this source may lead to, besides those under .gov.cn."""
        return frozenset({urlsplit(url).netloc.lower() for url in self.addresses()} | set(self.hosts))

    def expected_organs(self) -> tuple[ExpectedOrgan, ...]:
        """The source's own organ and those its area-wide list must carry."""
        own = ExpectedOrgan(name=self.organ, region=self.region, aliases=self.aliases)
        return (own, *(organ for organ in self.organs if organ.name != self.organ))


class RegistryFile(_Entry):
    """One YAML file: a province and its sources."""

    province: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Registry:
    """All sources of a folder."""

    sources: tuple[Source, ...]
    profile: str
    files: tuple[Path, ...]

    def find(self, source_id: str) -> Source | None:
        """The source with this id."""
        return next((source for source in self.sources if source.id == source_id), None)


def load_registry(folder: Path = REGISTRY_FOLDER, *, profile: str = "real") -> Registry:
    """Read every ``*.yaml`` of ``folder``. Profile ``sample`` allows loopback addresses, ``real`` refuses them.

    Raises `RegistryError` naming the file, the source and the wrong key.
    """
    if profile not in ("real", "sample"):
        raise RegistryError(f"unknown registry profile {profile!r}; next: use real or sample")
    files = tuple(sorted(folder.glob("*.yaml")))
    if not files:
        raise RegistryError(
            f"no registry file in {folder}; next: nianbao sources add, or name the folder that holds them"
        )
    sources = tuple(source for path in files for source in load_file(path).sources)
    for problem in _find_conflicts(sources, profile):
        raise RegistryError(f"{problem}; next: nianbao sources lint")
    return Registry(sources, profile, files)


def load_file(path: Path) -> RegistryFile:
    """One registry file, with its province among the superior areas of every source."""
    try:
        content = read_rules(path, RegistryFile)
    except yaml.YAMLError as error:
        raise RegistryError(f"{path.name} is no YAML: {_one_line(error)}; next: nianbao sources lint") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path.name}: {describe_invalid(error)}; next: nianbao sources lint") from error
    return content.model_copy(update={"sources": tuple(_add_province(s, content.province) for s in content.sources)})


def describe_invalid(error: Exception) -> str:
    """One line of a pydantic error: where, and what is wrong."""
    if not isinstance(error, ValidationError):
        return _one_line(error)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "file"
    rest = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {first['msg']}, got {str(first.get('input'))[:60]!r}{rest}"


def _add_province(source: Source, province: str) -> Source:
    if province in source.within or source.organ.removesuffix("人民政府") == province:
        return source
    return source.model_copy(update={"within": (province, *source.within)})


def _find_conflicts(sources: tuple[Source, ...], profile: str) -> Iterator[str]:
    ids: set[str] = set()
    for source in sources:
        if source.id in ids:
            yield f"source id {source.id} is used twice"
        ids.add(source.id)
        if profile == "real" and any(is_loopback(urlsplit(url).hostname or "") for url in source.addresses()):
            yield f"source {source.id} has a loopback address, which only the sample profile may"


def is_loopback(host: str) -> bool:
    """Whether a host name is literally the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"address {url!r} is not http(s)://host/path")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
