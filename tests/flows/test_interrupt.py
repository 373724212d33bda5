"""Ctrl-C and kill -9 in the middle of a night: nothing half-written, and the next run mends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from flows.ledger import read_runs
from flows.sample import make_sample_home
from flows.settings import load_settings
from tests.flows.command import COMMAND, environment_for, nianbao
from tests.flows.prefect_server import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

SLOWLY = {"NIANBAO_CRAWL__DELAY": "1"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    make_sample_home(load_settings(folder))
    return folder


def start_slow_night(home: Path) -> subprocess.Popen[bytes]:
    """Start a night that takes a minute, and return once it has archived something."""
    process = subprocess.Popen(
        [*COMMAND, "nightly"],
        env={**environment_for(home), **SLOWLY},
        stdin=subprocess.DEVNULL,
        stdout=(home / "out").open("w"),
        stderr=(home / "err").open("w"),
        start_new_session=True,  # a group of its own, as a shell gives it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - a background CI ignores it
    )
    index = home / "archive" / "index.jsonl"
    has_begun = wait_until(lambda: process.poll() is not None or (index.exists() and index.stat().st_size > 0), 120)
    assert has_begun
    assert process.poll() is None, (home / "err").read_text()
    return process


def lost_server(home: Path) -> Path:
    """The /proc folder of the Prefect server the run noted."""
    (note,) = (home / "prefect").glob("server-*")
    return Path("/proc") / note.read_text()


def assert_nothing_half_written(home: Path) -> None:
    assert not list((home / "warehouse").glob("nianbao*"))
    done = nianbao("sql", "select 1", home=home)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_ctrl_c(home: Path) -> None:
    process = start_slow_night(home)
    os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C does: Prefect's server hears it too
    assert process.wait(120) == 130
    assert (home / "out").read_text() == ""
    errors = (home / "err").read_text()
    assert [line for line in errors.splitlines() if "interrupted" in line] == errors.splitlines()[-1:]
    assert "Traceback" not in errors
    assert_nothing_half_written(home)
    assert not list((home / "warehouse").glob("staging-*"))
    assert read_runs(home / "runs")[0].error == "KeyboardInterrupt: "


def test_kill_and_the_next_run(home: Path) -> None:
    process = start_slow_night(home)
    process.kill()
    process.wait(60)
    server = lost_server(home)
    assert server.exists(), (
        "Prefect's server outlives a killed run; if it no longer does, half of flows/prefect_server.py can go"
    )
    assert_nothing_half_written(home)
    assert "killed" in json.loads(nianbao("status", "--json", home=home).stdout)["runs"][0]["error"]
    done = nianbao("nightly", "--json", home=home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] > 0
    assert wait_until(lambda: not server.exists(), 20)
    rows = nianbao("sql", "select status from ops.run order by started_at", "--format", "json", home=home)
    assert [row["status"] for row in json.loads(rows.stdout)] == ["failed", "published"]
    assert not list((home / "warehouse").glob("staging-*"))
