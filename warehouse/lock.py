"""The writer's lock: an ``flock`` beside the warehouse that dies with its holder.

The file's content says who holds it and since when; it means something only while the lock is held.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import WriterBusy
from warehouse.models import LockOwner

OnWait = Callable[[LockOwner | None], None]
_POLL_SECONDS = 0.1
_log = logging.getLogger(__name__)


def warn_of_wait(owner: LockOwner | None) -> None:
    """Log whom we wait for: what a second writer says when nobody else listens."""
    _log.warning("waiting for the writer's lock: held by %s", owner or "a process that has not said who it is")


@contextmanager
def hold_lock(path: Path, run_id: str, *, wait_seconds: float, on_wait: OnWait = warn_of_wait) -> Iterator[None]:
    """Hold the writer's lock for the length of the block.

    ``on_wait`` is called once, with the holder, before waiting begins.

    Raises:
        WriterBusy: the lock did not come free within ``wait_seconds``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, path, wait_seconds, on_wait)
        _close_in_children(descriptor)
        _write_owner(descriptor, run_id)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        _HELD.discard(descriptor)
        os.close(descriptor)


def read_owner(path: Path) -> LockOwner | None:
    """Return who wrote itself into the lock file, or None where nobody did."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(fields["since"])
    except (OSError, ValueError, KeyError):
        return None
    return LockOwner(fields["pid"], since, fields["run_id"], fields["host"])


def _acquire(descriptor: int, path: Path, wait_seconds: float, on_wait: OnWait) -> None:
    deadline = time.monotonic() + wait_seconds
    has_told = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = read_owner(path)
        else:
            return
        if time.monotonic() >= deadline:
            raise WriterBusy(f"{path}: another run is writing: {owner or 'unknown'}; next: wait for it, then run again")
        if not has_told and wait_seconds > 0:
            on_wait(owner)
            has_told = True
        time.sleep(_POLL_SECONDS)


def _write_owner(descriptor: int, run_id: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    owner = {"pid": os.getpid(), "since": since, "run_id": run_id, "host": socket.gethostname()}
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(owner).encode(), 0)


_HELD: set[int] = set()


def _close_in_children(descriptor: int) -> None:
    """A forked worker must not keep the lock alive after its parent was killed: it closes its copy at once."""
    _HELD.add(descriptor)


def _close_held() -> None:
    for descriptor in _HELD:
        os.close(descriptor)
    _HELD.clear()


os.register_at_fork(after_in_child=_close_held)
