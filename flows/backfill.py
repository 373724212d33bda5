"""The flow of past years: from the sites, or rebuilt from the archive."""

from __future__ import annotations

import re
from pathlib import Path

from prefect import flow

from flows.artifacts import publish_artifacts
from flows.crawling import Wanted, acquire_from_archive, acquire_from_sites
from flows.errors import WrongUse
from flows.pipeline import carry_out
from flows.recap import Recap
from flows.settings import load_settings, today
from flows.tasks import TASKS

FIRST_YEAR = 2008
"""Statistics year of the first annual reports (条例 of 2007)."""


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
    wanted = Wanted(only=only, limit=limit, years=parse_years(years))
    acquire = acquire_from_archive(wanted) if from_archive else acquire_from_sites(wanted)
    parameters = {"years": years, "from_archive": from_archive, "only": only, "limit": limit}
    recap = carry_out("backfill", settings, parameters, acquire, TASKS)
    publish_artifacts(recap)
    return recap


def parse_years(text: str) -> tuple[int, ...]:
    """Return the statistics years of ``2014-2025`` or ``2019``.

    Raises:
        WrongUse: it is no year or range, or lies outside what was ever published.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip())
    if match is None:
        raise WrongUse(f"--years {text}: not a year or range; next: nianbao backfill --years 2019-2024")
    first, last = int(match[1]), int(match[2] or match[1])
    if not FIRST_YEAR <= first <= last < today().year:
        raise WrongUse(
            f"--years {text}: years run from {FIRST_YEAR} to {today().year - 1}, the first not after the last"
        )
    return tuple(range(first, last + 1))
