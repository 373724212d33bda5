"""A real browser opens the pages from disk: its policy lets our script run, and nothing is asked of a network."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
]  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: chromium-headless-shell)")


@pytest.mark.parametrize("page", ["index.html", "findings.en.html", "rules.html", "organs/990101-education.html"])
def test_a_page_runs_its_script_and_logs_no_refusal(folder: Path, tmp_path: Path, page: str) -> None:
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path}", "--dump-dom", (folder / page).as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "Refused" not in done.stderr
    assert "ERR_" not in done.stderr
    assert "Uncaught" not in done.stderr
    shown = {"index.html": 'class="sort"', "findings.en.html": '<label class="filter" data-filter="findings">'}
    assert shown.get(page, 'id="main"') in done.stdout
