"""A real Prefect server on a loopback port with a SQLite home of its own, and a worker, while a test needs them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.flows.processes import CHECKOUT, running

START_SECONDS = 90


class PrefectServer:
    """The address of a running server and the environment that leads to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.environment = {
            **os.environ,
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
        }

    def prefect(self, *arguments: str) -> str:
        """Run one `prefect` command in the checkout and return what it printed."""
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def ask(self, path: str, body: dict[str, Any]) -> Any:
        """POST to the API and return its answer."""
        request = urllib.request.Request(
            f"{self.api}/{path}", json.dumps(body).encode(), {"content-type": "application/json"}, method="POST"
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)

    def is_healthy(self) -> bool:
        """Say whether the server answers."""
        try:
            with urllib.request.urlopen(f"{self.api}/health", timeout=2) as answer:
                return bool(json.load(answer))
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False

    @contextmanager
    def running(self, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a long `prefect` command beside the test."""
        command = [sys.executable, "-m", "prefect", *arguments]
        with running(
            command, self.folder / f"{arguments[0]}.log", environment={**self.environment, **variables}
        ) as process:
            yield process


@contextmanager
def serve_prefect(folder: Path, database: str | None = None) -> Iterator[PrefectServer]:
    """Yield a healthy server whose files lie under ``folder``, its state in ``database`` (default: SQLite there)."""
    (folder / "prefect").mkdir(parents=True)
    server = PrefectServer(folder)
    if database is not None:
        server.environment["PREFECT_API_DATABASE_CONNECTION_URL"] = database
    with server.running("server", "start", "--host", "127.0.0.1", "--port", str(server.port), "--no-ui") as process:
        wait_until(lambda: server.is_healthy() or process.poll() is not None, START_SECONDS)
        assert server.is_healthy(), (folder / "server.log").read_text(encoding="utf-8")
        yield server


def wait_until(is_done: Any, seconds: float) -> bool:
    """Ask twice a second until it is so; say whether it was so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_done():
            return True
        time.sleep(0.5)
    return False


def free_port() -> int:
    """Return a loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
