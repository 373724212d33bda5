"""The flow of one night: what is new or changed since the last one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from prefect import flow

from flows.artifacts import publish_artifacts
from flows.crawling import Wanted, acquire_from_sites
from flows.pipeline import carry_out
from flows.recap import Recap
from flows.settings import load_settings, today
from flows.tasks import TASKS


@flow(name="nightly", flow_run_name="nightly", persist_result=False)
def nightly(home: str | None = None, only: list[str] | None = None, limit: int | None = None) -> Recap:
    """Scrape, parse, load, check, publish and summarise what changed since the last night.

    ``home`` is the folder of archive and warehouse (default: ``NIANBAO_HOME``); ``only`` takes region codes, sources or
    organs; ``limit`` takes at most so many reports.
    """
    settings = load_settings(Path(home) if home else None)
    last = today().year - 1
    wanted = Wanted(only=only, limit=limit, years=tuple(range(last - settings.years_back + 1, last + 1)))
    parameters = {"only": only, "limit": limit}
    recap = carry_out("nightly", settings, parameters, acquire_from_sites(wanted), TASKS)
    publish_artifacts(recap)
    return recap
