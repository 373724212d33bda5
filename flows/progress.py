"""How the stages of a run tell how far they are, without knowing who listens (bars, a log, nobody)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from extract.models import OnProgress, Progress


@dataclass(frozen=True, slots=True)
class Step:
    """How far a stage is: ``done`` of ``total`` (``None`` while nobody knows)."""

    stage: str
    done: int
    total: int | None = None
    note: str = ""
    is_finished: bool = False


Listener = Callable[[Step], None]

# One run per process, and Prefect may call a task from a worker thread: a module-level list, not a context variable.
_listeners: list[Listener] = []


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send every step to ``listener`` while the block runs."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell(stage: str, done: int, total: int | None = None, note: str = "") -> None:
    """Say how far ``stage`` is."""
    _send(Step(stage, done, total, note))


def telling(stage: str) -> OnProgress:
    """Say that ``stage`` begins, and return what functions of the other rooms tell its progress to."""
    tell(stage, 0)

    def tell_of(progress: Progress) -> None:
        tell(stage, progress.done, progress.total, progress.label)

    return tell_of


def finish(stage: str, done: int, outcome: str) -> None:
    """Say that ``stage`` is over after ``done`` steps, and what came of it in a few words."""
    _send(Step(stage, done, done, outcome, is_finished=True))


def _send(step: Step) -> None:
    for listener in tuple(_listeners):
        listener(step)
