"""The flow of one night: what is new or changed since the last one."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.artifacts import publish_artifacts
from flows.crawling import acquire_from_sites, wanted_tonight
from flows.pipeline import carry_out
from flows.recap import Recap
from flows.scale import stages_for
from flows.settings import load_settings


@flow(name="nightly", flow_run_name="nightly", persist_result=False)
def nightly(home: str | None = None, only: list[str] | None = None, limit: int | None = None) -> Recap:
    """Scrape, parse, load, check, publish and summarise what changed since the last night.

    ``home`` is the folder of archive and warehouse (default: ``NIANBAO_HOME``); ``only`` takes region codes, sources or
    organs; ``limit`` takes at most so many reports.
    """
    settings = load_settings(Path(home) if home else None)
    acquire = acquire_from_sites(wanted_tonight(settings, only, limit))
    recap = carry_out("nightly", settings, {"only": only, "limit": limit}, acquire, stages_for(settings))
    publish_artifacts(recap)
    return recap
