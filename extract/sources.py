"""Care of the registry: lint it, try out a list address, write a new line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import yaml
from pydantic import ValidationError

from extract.adapters import ADAPTERS
from extract.adapters.base import Request
from extract.archive import Archive
from extract.charset import decode_text
from extract.client import Client
from extract.crawl import crawl_sources
from extract.errors import RegistryError
from extract.guard import HostGuard
from extract.models import Candidate, SourceNight
from extract.platforms import guess_by_address, guess_by_page
from extract.policy import CrawlPolicy
from extract.registry import (
    FIRST_YEAR,
    REGISTRY_FOLDER,
    Platform,
    Source,
    Status,
    describe_invalid,
    is_loopback,
    load_file,
    load_registry,
)


class Level(StrEnum):
    """How much a remark of lint matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something lint found: in which file, about which source."""

    level: Level
    file: str
    source_id: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What a list address would give: the platform guessed and why, and every entry with its verdict."""

    source: Source
    platform_reason: str
    night: SourceNight
    candidates: tuple[Candidate, ...]

    @property
    def accepted(self) -> tuple[Candidate, ...]:
        """The entries that would be fetched."""
        return tuple(candidate for candidate in self.candidates if candidate.is_accepted)


def lint_registry(folder: Path = REGISTRY_FOLDER, *, profile: str = "real") -> tuple[Remark, ...]:
    """Every fault of every registry file, not only the first: keys, codes, doubles, unresolved entries."""
    remarks: list[Remark] = []
    sources: list[tuple[str, Source]] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            sources += [(path.name, source) for source in load_file(path).sources]
        except RegistryError as error:
            remarks.append(Remark(Level.ERROR, path.name, None, str(error)))
    remarks += _lint_doubles(sources)
    for file, source in sources:
        remarks += [Remark(level, file, source.id, message) for level, message in _lint_source(source, profile)]
    return tuple(remarks)


def probe_source(
    source: Source, policy: CrawlPolicy, *, has_platform: bool = True, years: tuple[int, ...] | None = None
) -> Probe:
    """Read the list as a night would, fetch no report and archive nothing.

    With ``has_platform`` False the platform is guessed from the address and the page first.
    """
    reason = "named in the registry"
    if not has_platform:
        platform, reason = guess_platform(source, policy)
        source = source.model_copy(update={"platform": platform})
    with TemporaryDirectory(prefix="nianbao-probe-") as folder:
        result = crawl_sources((source,), Archive(Path(folder)), policy, years=years, is_dry_run=True)
    return Probe(source, reason, result.nights[0], result.candidates)


def guess_platform(source: Source, policy: CrawlPolicy) -> tuple[Platform, str]:
    """The platform family by the shape of the address, else by marks in the page."""
    by_address = guess_by_address(source.url)
    if by_address is not None:
        return by_address
    client = Client(policy, HostGuard(source.allowed_hosts(), is_loopback_allowed=policy.is_loopback_allowed))
    with client.open_session(agent=source.agent) as session:
        exchange = client.fetch(session, Request(source.url))
    return guess_by_page(decode_text(exchange.body)[0])


def add_source(folder: Path, file: str, source: Source, *, province: str | None = None) -> Path:
    """Append one line to ``folder/file``, after checking that the whole registry stays valid.

    Raises `RegistryError`, leaving the file as it was, where the line or the registry would be wrong.
    """
    path = folder / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    if before is None and province is None:
        raise RegistryError(f"{file} does not exist; next: name its province to begin it")
    text = before if before is not None else f"province: {province}\nsources:\n"
    if not text.endswith("\n"):
        text += "\n"
    path.write_text(text + format_line(source) + "\n", encoding="utf-8")
    try:
        load_registry(folder, profile="sample" if _has_loopback(source) else "real")
    except RegistryError:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
        raise
    return path


def make_source(**fields: object) -> Source:
    """A source from the words of a command line. Raises `RegistryError` with one line."""
    try:
        return Source.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        raise RegistryError(f"{describe_invalid(error)}; next: nianbao sources add --help") from error


def format_line(source: Source) -> str:
    """The one line of YAML a regular source is."""
    content = source.model_dump(mode="json", exclude_defaults=True)
    content["organs"] = [
        organ["name"] if set(organ) == {"name"} else organ for organ in content.get("organs", ())
    ] or None
    kept = {name: value for name, value in content.items() if value is not None}
    flow = yaml.safe_dump(kept, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000).strip()
    return "  - " + re.sub(r"region: '(\d+)'", r'region: "\1"', flow)


def _lint_doubles(sources: list[tuple[str, Source]]) -> Iterator[Remark]:
    ids = Counter(source.id for _, source in sources)
    urls = Counter(url for _, source in sources for url in source.addresses())
    for file, source in sources:
        if ids[source.id] > 1:
            yield Remark(Level.ERROR, file, source.id, "the id is used twice; next: give one of them another")
        for url in source.addresses():
            if urls[url] > 1:
                yield Remark(Level.ERROR, file, source.id, f"the address {url} is there twice; next: remove one")


def _lint_source(source: Source, profile: str) -> Iterator[tuple[Level, str]]:
    host = urlsplit(source.url).hostname or ""
    if source.status is Status.UNRESOLVED:
        yield Level.WARNING, f"unresolved, not crawled: {source.note or source.url}; next: find its address"
        return
    if profile == "real" and is_loopback(host):
        yield Level.ERROR, f"{host} is this machine; next: give the site's address"
    if profile == "real" and not host.endswith(".gov.cn") and host not in source.hosts:
        yield Level.WARNING, f"{host} is not under .gov.cn; next: confirm that it is the organ's own"
    if source.platform not in ADAPTERS:
        yield Level.ERROR, f"platform {source.platform} has no adapter; next: use links"
    guessed = guess_by_address(source.url)
    if guessed and guessed[0] is not source.platform:
        yield Level.INFO, f"the address looks like {guessed[0]} ({guessed[1]}), the registry says {source.platform}"
    if "{Y}" in source.url and source.since is None:
        yield Level.INFO, f"no since: every year from {FIRST_YEAR} on is tried; next: note the first year under since"
    if not source.checked:
        yield Level.INFO, "says not how it was checked; next: nianbao sources probe, then note the date under checked"


def _has_loopback(source: Source) -> bool:
    return any(is_loopback(urlsplit(url).hostname or "") for url in source.addresses())
