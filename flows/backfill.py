"""The flow of past years: from the sites, or rebuilt from the archive."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.artifacts import publish_artifacts
from flows.crawling import Wanted, acquire_from_archive, acquire_from_sites
from flows.pipeline import carry_out
from flows.recap import Recap
from flows.scale import stages_for
from flows.settings import load_settings, today
from flows.years import parse_years


@flow(name="backfill", flow_run_name="backfill {years}", persist_result=False)
def backfill(
    years: str,
    from_archive: bool = False,
    home: str | None = None,
    only: list[str] | None = None,
    limit: int | None = None,
) -> Recap:
    """Take the statistics years ``years`` (``2014-2025`` or ``2019``) and publish them with what is there.

    Stopped at any moment, the same call goes on: what was archived is not fetched again.
    """
    settings = load_settings(Path(home) if home else None)
    wanted = Wanted(only=only, limit=limit, years=parse_years(years, today()))
    acquire = acquire_from_archive(wanted) if from_archive else acquire_from_sites(wanted)
    parameters = {"years": years, "from_archive": from_archive, "only": only, "limit": limit}
    recap = carry_out("backfill", settings, parameters, acquire, stages_for(settings))
    publish_artifacts(recap)
    return recap
