"""Prefect's server for one run of the command line, where no `PREFECT_API_URL` names another.

Prefect would start it by itself, but in a way that breaks two promises: Ctrl-C reaches the server as well, and a run
that cannot report its end any more hangs for a minute; and after kill -9 the server lives on for ever. So it is started
here, deaf to Ctrl-C, and noted in the home, where the next run finds and ends it.
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

from flows.errors import WorkFailed
from flows.interrupts import deaf_to_interrupts

_SERVER = b"prefect.server.api.server:create_app"


def start_server(prefect_home: Path) -> None:
    """Start the server this process's flows will use; Prefect stops it when the process ends.

    Raises:
        WorkFailed: it did not come up.
    """
    if os.environ.get("PREFECT_API_URL"):
        return
    _end_orphans(prefect_home)
    failures: list[Exception] = []
    # A thread of its own: what it starts inherits its deafness, while this thread still hears Ctrl-C.
    starter = threading.Thread(target=_start, args=(prefect_home, failures), daemon=True)
    starter.start()
    starter.join()
    if failures:
        raise WorkFailed(f"Prefect's server did not start: {failures[0]}; next: run it again, or set PREFECT_API_URL")


def _start(prefect_home: Path, failures: list[Exception]) -> None:
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    try:
        with deaf_to_interrupts():
            server.start()
    except Exception as error:  # handed to the thread that waits
        failures.append(error)
    if server.server_process is not None:
        (prefect_home / f"server-{os.getpid()}").write_text(str(server.server_process.pid), encoding="utf-8")


def _end_orphans(prefect_home: Path) -> None:
    """End the servers of runs whose process is gone. A server of a run at work is left alone."""
    for note in prefect_home.glob("server-*"):
        if _command_of(int(note.name.removeprefix("server-"))):
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
