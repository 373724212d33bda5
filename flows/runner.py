"""Runs a flow in this process for the command line: environment first, then the import that takes seconds."""

from __future__ import annotations

import logging
from typing import Any

from flows.prefect_env import prepare_prefect
from flows.prefect_server import start_server
from flows.progress import tell
from flows.recap import Recap
from flows.settings import Settings


def run_flow(name: str, settings: Settings, parameters: dict[str, Any], *, is_quiet: bool) -> Recap:
    """Run ``nightly``, ``backfill`` or ``ingest`` on ``settings.home`` and return its recap.

    ``is_quiet`` turns the logs of all libraries off: what a person must know is in the recap, or is raised.
    """
    if is_quiet:
        logging.disable(logging.CRITICAL)
    if name == "ingest":
        from flows.ingest import ingest

        return ingest(settings, parameters["paths"])
    tell("start", 0, None, "Prefect")
    start_server(prepare_prefect(settings.home, is_quiet=is_quiet))
    recap: Recap
    if name == "nightly":
        from flows.nightly import nightly

        recap = nightly(home=str(settings.home), **parameters)
    else:
        from flows.backfill import backfill

        recap = backfill(home=str(settings.home), **parameters)
    return recap
