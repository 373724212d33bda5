"""Which sources and organs a run has before it: the registry of the home's profile, cut to what was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from extract.registry import REGISTRY_FOLDER, Registry, Source, Status, load_registry
from flows.errors import WrongUse
from flows.organs import region_prefix
from transform.organs import organ_id

if TYPE_CHECKING:
    from flows.settings import Settings


@contextmanager
def registry_folder(settings: Settings) -> Iterator[Path]:
    """Yield the folder of registry files; in a sample home the county is served on its ports while the block runs."""
    if settings.profile == "sample":
        from flows.sample import serve_sample

        with serve_sample(settings) as folder:
            yield folder
    else:
        yield settings.registry or REGISTRY_FOLDER


@contextmanager
def open_registry(settings: Settings) -> Iterator[Registry]:
    """Yield the registry, read and checked, under the conditions of `registry_folder`."""
    with registry_folder(settings) as folder:
        yield load_registry(folder, profile=settings.profile)


def select_sources(registry: Registry, only: Sequence[str] | None) -> tuple[Source, ...]:
    """Return the active sources, or those of the codes, sources or organs in ``only``.

    Raises:
        WrongUse: an entry of ``only`` fits nothing in the registry.
    """
    active = [source for source in registry.sources if source.status is Status.ACTIVE]
    if not only:
        return tuple(active)
    for word in only:
        if not any(_fits(source, word) for source in active):
            raise WrongUse(f"nothing in the registry fits --only {word}; next: nianbao sources list")
    return tuple(source for source in active if any(_fits(source, word) for word in only))


def group_sources(sources: Sequence[Source], size: int) -> list[tuple[str, ...]]:
    """Return batches of source ids. Sources of one host stay in one batch, so that its delay is kept across them."""
    by_host: dict[str, list[str]] = {}
    for source in sources:
        by_host.setdefault(min(source.allowed_hosts()), []).append(source.id)
    batches: list[list[str]] = [[]]
    for ids in by_host.values():
        if batches[-1] and len(batches[-1]) + len(ids) > size:
            batches.append([])
        batches[-1] += ids
    return [tuple(batch) for batch in batches if batch]


def _fits(source: Source, word: str) -> bool:
    """A region code takes its whole region: 3412 is a prefecture, 341204 a county."""
    names = {source.id, source.organ, *source.aliases}
    if source.region:
        names.add(organ_id(source.region, source.organ))
    is_region = word.isdigit() and (source.region or "").startswith(region_prefix(word))
    return word in names or is_region
