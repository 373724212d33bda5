"""The run ledger: written from the start, true after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.ledger import RUN_FILE, forget_old_runs, keep_ledger, new_run_id, read_runs

HANGING = """
import sys, time
from pathlib import Path
from flows.ledger import keep_ledger
with keep_ledger(Path(sys.argv[1]), "nightly", {}) as ledger:
    ledger.count(new=3)
    print(ledger.run_id, flush=True)
    time.sleep(60)
"""


def test_a_run_is_on_record_while_it_runs(tmp_path: Path) -> None:
    with keep_ledger(tmp_path, "nightly", {"limit": 5}) as ledger:
        (running,) = read_runs(tmp_path)
        assert (running.status, running.parameters, running.pid) == ("running", {"limit": 5}, os.getpid())
        ledger.count(new=1)
        ledger.count(changed=2)
        ledger.finish("published")
    (done,) = read_runs(tmp_path)
    assert (done.status, done.counts) == ("published", {"new": 1, "changed": 2})
    assert done.finished_at is not None


def test_what_ends_a_run_is_written_in_one_line_and_passed_on(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two"), keep_ledger(tmp_path, "nightly", {}):
        raise ValueError("two\nlines")
    (failed,) = read_runs(tmp_path)
    assert (failed.status, failed.error) == ("failed", "ValueError: two lines")


def test_ctrl_c_is_on_record(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), keep_ledger(tmp_path, "nightly", {}):
        raise KeyboardInterrupt
    assert read_runs(tmp_path)[0].error == "KeyboardInterrupt: "


def test_a_killed_run_is_known_as_such(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", HANGING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    run_id = process.stdout.readline().strip()
    assert read_runs(tmp_path)[0].status == "running"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    (killed,) = read_runs(tmp_path)
    assert (killed.run_id, killed.status, killed.counts) == (run_id, "failed", {"new": 3})
    assert killed.error is not None
    assert "killed" in killed.error


def test_ids_sort_by_start(tmp_path: Path) -> None:
    first = new_run_id("nightly")
    time.sleep(1.1)
    assert first < new_run_id("backfill")


def test_old_runs_are_forgotten_newest_kept(tmp_path: Path) -> None:
    for second in range(5):
        folder = tmp_path / f"run-{second}"
        folder.mkdir()
        started = f"2026-01-01T00:00:0{second}+00:00"
        record = {"run_id": folder.name, "flow": "nightly", "started_at": started, "status": "published"}
        (folder / RUN_FILE).write_text(json.dumps(record), encoding="utf-8")
    forget_old_runs(tmp_path, keep=2)
    assert [run.run_id for run in read_runs(tmp_path)] == ["run-4", "run-3"]


def test_a_damaged_record_is_named_and_hides_no_other(tmp_path: Path) -> None:
    with keep_ledger(tmp_path, "nightly", {}) as ledger:
        ledger.finish("published")
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / RUN_FILE).write_text("", encoding="utf-8")
    good, torn = read_runs(tmp_path)
    assert (good.status, torn.status) == ("published", "failed")
    assert "torn/run.json is damaged" in str(torn.error)
