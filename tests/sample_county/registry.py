"""The county's sources as a registry file, with the addresses of this start."""

from __future__ import annotations

from pathlib import Path

import yaml

from .model import CountyPlan, Organ
from .sites.base import Site

FAMILIES = {"blocked": "trs", "trs_search": "trs"}
"""Adapter of those hosts whose name is not a family's."""


def write_registry(folder: Path, plan: CountyPlan, sites: tuple[Site, ...]) -> Path:
    """One YAML file with a source for every column; returns its path."""
    sources = [_source(plan, site, organ) for site in sites for organ in site.organs]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.yaml"
    content = {"province": plan.province.name, "sources": sources}
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _source(plan: CountyPlan, site: Site, organ: Organ) -> dict[str, object]:
    source: dict[str, object] = {
        "id": f"shili-{site.platform.replace('_', '-')}-{site.organs.index(organ) + 1}",
        "region": organ.region_code,
        "organ": organ.name,
        "platform": FAMILIES.get(site.platform, site.platform),
        "url": f"{site.base_url}{site.list_path(organ)}",
        "within": [plan.prefecture.name],
        "since": organ.since,
        "delay": 0.0,
    }
    listed = [other.name for other in plan.listed_in(organ) if other is not organ]
    if listed:
        source |= {"covers": "area", "organs": listed}
    if old := site.old_addresses(organ):
        source["other_addresses"] = [
            {"url": f"{site.base_url}{address.path}", "since": address.since, "until": address.until} for address in old
        ]
    return source
