"""Servers and readers beside a test, none of which outlives it: not when it fails, not when it is killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
_SECONDS_TO_END = 20


@contextmanager
def running(
    command: Sequence[str],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
    user: pwd.struct_passwd | None = None,
    end_by: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` in the checkout while the block lasts; what it prints goes to ``log``."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_tied(user, end_by), *command],
            cwd=CHECKOUT,
            env={**os.environ, **(environment or {})} if user is None else {"PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        end(process, end_by)


def end(process: subprocess.Popen[bytes], end_by: signal.Signals = signal.SIGTERM) -> None:
    """End a process that a test started, gently at first."""
    process.send_signal(end_by)
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _tied(user: pwd.struct_passwd | None, end_by: signal.Signals) -> list[str]:
    """The kernel sends ``end_by`` when the one who tests is gone; ``user`` is whom the process runs as."""
    if shutil.which("setpriv") is None:
        assert user is None, "setpriv (util-linux) is needed to run a server as another user"
        return []
    who = [] if user is None else [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", f"--pdeathsig={end_by.name.removeprefix('SIG')}", *who]
