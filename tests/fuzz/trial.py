"""One document in a forked child: what it ends with, how long it takes, how much memory it needs."""

from __future__ import annotations

import faulthandler
import importlib
import os
import pickle
import resource
import signal
import traceback
from dataclasses import dataclass
from typing import NoReturn

from tests.fuzz.targets import Target
from transform.errors import UnreadableDocument
from transform.issues import load_issue_wordings
from transform.models import DocumentInfo, Hints
from transform.parse import parse_content
from transform.readers.isolate import Bounds
from transform.readers.registry import READERS, read_document

_GRACE = 8
"""CPU seconds over a document's own bound after which its child, or a program of its child's, is killed."""
_PATIENCE = 900
"""Seconds on the clock after which a child that does nothing is taken to be stuck: no busy machine is as slow."""


@dataclass(frozen=True)
class Trial:
    """``outcome``: ``report``, ``no report``, ``refused: <code>``, or what went wrong; CPU seconds; peak bytes."""

    outcome: str
    seconds: float
    memory: int
    trace: str = ""

    def faults(self, target: Target) -> list[str]:
        """What must not happen."""
        found = [] if self.outcome.split(":")[0] in ("report", "no report", "refused") else [self.outcome]
        found += [f"took {self.seconds:.1f} s of CPU"] if self.seconds > target.seconds else []
        return found + ([f"took {self.memory / 2**20:.0f} MB"] if self.memory > target.memory else [])


def prepare(target: Target) -> None:
    """Import what the reader needs before any child is forked."""
    for body in target.seeds():
        if target.media_type[:5] != "image":  # its threads do not survive a fork
            _read(target, body)


def attempt(target: Target, body: bytes) -> Trial:
    """Read and parse ``body`` in a child of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(target, body, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    _, status, usage = os.wait4(child, 0)
    if answer:
        found: Trial = pickle.loads(answer)
        return found
    name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"status {os.WEXITSTATUS(status)}"
    is_alone = _bounds_of(target) is not None and name == "SIGABRT"
    outcome = "refused: reader_died" if is_alone else f"died of {name}"
    return Trial(outcome, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _answer(target: Target, body: bytes, writing: int) -> NoReturn:
    """The child's life: measure, answer, and never come back into the parent's code."""
    try:
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what libraries say of every broken document
        with os.fdopen(writing, "wb") as stream:
            pickle.dump(_measure(target, body), stream)
    finally:
        os._exit(0)


def _measure(target: Target, body: bytes) -> Trial:
    signal.alarm(_PATIENCE)
    bounds = _bounds_of(target)
    most = min(int(target.seconds) * 3 + _GRACE, int(bounds.seconds) if bounds else _PATIENCE)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    if bounds is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory, bounds.memory))
    outcome, trace = "", ""
    try:
        outcome = _read(target, body)
    except UnreadableDocument as error:
        outcome = f"refused: {error.code}" if error.code in load_issue_wordings() else f"no wording for {error.code}"
        outcome = "refusal of several lines" if "\n" in str(error) else outcome
    except BaseException as error:
        outcome, trace = f"{type(error).__name__}", traceback.format_exc()
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds, memory = sum(u.ru_utime + u.ru_stime for u in usages), max(u.ru_maxrss for u in usages) * 1024
    return Trial(outcome, seconds, memory, trace)


def _bounds_of(target: Target) -> Bounds | None:
    reader = READERS.get(target.media_type)
    return reader.bounds if reader else None


def _read(target: Target, body: bytes) -> str:
    """As `parse_document` does; the reader itself runs here and not in a further process, under the same limit."""
    reader, hints = READERS.get(target.media_type), Hints()  # none takes what a document is packed in
    if reader is not None and reader.bounds is not None:
        module, _, name = reader.name.partition(":")
        try:
            content = getattr(importlib.import_module(module), name)(body, hints)
        except (MemoryError, RecursionError) as error:
            raise UnreadableDocument("too_large", type(error).__name__) from error
    else:
        content = read_document(body, target.media_type, hints)
    parsed = parse_content(content, DocumentInfo(None, None, "", target.media_type, None), hints)
    return "report" if parsed.is_report else "no report"
