"""`nianbao serve` in a process of its own over the sample warehouse, and what a browser would send it."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.flows.command import COMMAND, environment_for
from tests.warehouse.sample import publish_sample
from warehouse.store import Store


@dataclass(frozen=True)
class Site:
    """A running server and the home it serves."""

    address: str
    home: Path
    process: subprocess.Popen[str]

    def token(self) -> str:
        """Read the token out of the page."""
        found = re.search(r'name="token" value="([^"]+)"', httpx.get(self.address).text)
        assert found
        return found[1]

    def ask(self, sql: str, **fields: str) -> httpx.Response:
        """Send the form as the page does without script."""
        data = {"token": self.token(), "sql": sql, "language": "en", "format": "table", **fields}
        return httpx.post(f"{self.address}query", data=data, timeout=60)


@contextmanager
def serve(home: Path) -> Iterator[Site]:
    """Run the command until the block ends; Ctrl-C must end it with exit code 0."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"], env=environment_for(home), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield Site(process.stdout.readline().strip(), home, process)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("home")
    publish_sample(Store(home))
    with serve(home) as running:
        yield running
