"""Trying out one list: a source of the registry, or an address that is to become one."""

from __future__ import annotations

from extract.registry import Platform, load_registry
from extract.sources import Probe, make_source, probe_source
from flows.documents import is_address
from flows.errors import WrongUse
from flows.registry import registry_folder
from flows.settings import Settings


def probe(settings: Settings, target: str, *, organ: str | None, region: str) -> Probe:
    """Read the list of ``target``; the platform of an address is guessed.

    Raises:
        WrongUse: the registry has no such source, or an address comes without its organ.
    """
    policy = settings.crawl.policy(is_sample=settings.profile == "sample")
    with registry_folder(settings) as folder:
        if is_address(target):
            if organ is None:
                raise WrongUse(f"whose list is {target}? Next: nianbao sources probe {target} --organ NAME")
            source = make_source(id="probe", region=region, organ=organ, platform=Platform.LINKS, url=target)
            return probe_source(source, policy, has_platform=False)
        known = load_registry(folder, profile=settings.profile).find(target)
        if known is None:
            raise WrongUse(f"no source {target} in the registry; next: nianbao sources list")
        return probe_source(known, policy)
