"""Prefect's server outlives a run that was killed: each run notes its server, and the next run ends the lost ones."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

_SERVER = b"prefect.server.api.server:create_app"


def note_server(flow: Any, flow_run: Any, state: Any) -> None:
    """Write ``server-<our pid>`` with the pid of the server Prefect started for this run (a hook of the flows)."""
    from prefect.server.api.server import SubprocessASGIServer

    process = SubprocessASGIServer().server_process
    if process is not None:
        note = Path(os.environ["PREFECT_HOME"]) / f"server-{os.getpid()}"
        note.write_text(str(process.pid), encoding="utf-8")


def end_orphans(prefect_home: Path) -> None:
    """End the servers of runs whose process is gone. A server of a run at work is left alone."""
    for note in prefect_home.glob("server-*"):
        owner = int(note.name.removeprefix("server-"))
        if _command_of(owner):
            continue
        server = int(note.read_text(encoding="utf-8") or 0)
        if _SERVER in _command_of(server):
            os.kill(server, signal.SIGTERM)
        note.unlink(missing_ok=True)


def _command_of(pid: int) -> bytes:
    """The command line of a process; empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
