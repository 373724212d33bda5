"""`nianbao` in a process of its own, as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "from flows.cli import main; main()"]


def environment_for(home: Path) -> dict[str, str]:
    """Return this process's environment with nothing of nianbao or Prefect in it but the home."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO_", "PREFECT_"))}
    return {**inherited, "NIANBAO_HOME": str(home)}


def nianbao(*arguments: str, home: Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run one command line to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment_for(home),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
