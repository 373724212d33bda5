"""`prefect deploy --all` on a real server, and a schedule that really fires.

With fastapi 0.151 or sqlalchemy 2.1 all of this looks well and no run ever starts: only a run that completed counts.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from flows.ledger import read_runs
from flows.sample import make_sample_home
from flows.settings import load_settings
from tests.flows.prefect_server import PrefectServer, serve_prefect, wait_until

FIRE_SECONDS = 180


def completed_by_schedule(server: PrefectServer) -> list[dict[str, Any]]:
    wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}, "flows": {"name": {"any_": ["nightly"]}}}
    return [run for run in server.ask("flow_runs/filter", wanted) if run["auto_scheduled"]]


def end_runs(home: Path) -> None:
    """End the run the schedule started next: it outlives its worker."""
    for run in read_runs(home / "runs"):
        if run.status == "running" and run.pid is not None:
            os.kill(run.pid, signal.SIGTERM)


@pytest.mark.slow
@pytest.mark.timeout(420)
def test_deployments_are_made_and_a_schedule_fires(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_sample_home(load_settings(home))
    with serve_prefect(tmp_path) as server:
        server.prefect("work-pool", "create", "nianbao", "--type", "process")
        server.prefect("deploy", "--all")
        deployments = {found["name"]: found for found in server.ask("deployments/filter", {})}
        assert set(deployments) == {"nightly", "backfill"}
        (schedule,) = deployments["nightly"]["schedules"]
        assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("15 2 * * *", "Asia/Shanghai")
        assert deployments["backfill"]["parameters"] == {"years": "2019-2025", "from_archive": False}

        server.prefect("deployment", "schedule", "create", "nightly/nightly", "--interval", "5", "--replace", "-y")
        with server.running("worker", "start", "--pool", "nianbao", "--limit", "1", NIANBAO_HOME=str(home)):
            fired = wait_until(lambda: completed_by_schedule(server), FIRE_SECONDS)
        end_runs(home)
        assert fired, (tmp_path / "worker.log").read_text(encoding="utf-8")[-4000:]
    assert "published" in {run.status for run in read_runs(home / "runs")}
