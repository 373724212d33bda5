"""Ctrl-C goes to every process of the terminal's group; helpers must leave the answer to the run itself."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Processes this thread starts inside the block never hear Ctrl-C, whatever handler they install.

    A blocked signal stays blocked through exec; an ignored one would be heard again after a new handler. The thread
    itself hears what came meanwhile when the block ends.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
