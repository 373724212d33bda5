"""Readers whose libraries may run away (PDF, XLS, pictures) work in a process of their own, bounded in memory and time.

The child is this module run as a program: a pickled request comes in on standard input, a pickled answer goes out.
A child that dies, of whatever bytes, is an issue of the document and nothing more.
"""

from __future__ import annotations

import importlib
import math
import os
import pickle
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass

from transform.errors import UnreadableDocument
from transform.grids import DocumentContent
from transform.models import Hints

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may use: private memory in bytes, wall-clock seconds."""

    memory: int
    seconds: float


def read_isolated(reader: str, body: bytes, hints: Hints, bounds: Bounds) -> DocumentContent:
    """Run ``module:function`` on the bytes in a child process. Raises UnreadableDocument for whatever goes wrong."""
    request = pickle.dumps((reader, body, hints, bounds))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "transform.readers.isolate"],
            input=request,
            capture_output=True,
            timeout=bounds.seconds,
            check=False,
            env={**os.environ, "RUST_BACKTRACE": "0"},  # the last line it writes says what went wrong
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("too_slow", f"reading took more than {bounds.seconds:.0f} s") from error
    if done.returncode != 0 or not done.stdout:
        reason = f"the reader ended with status {done.returncode}: {_last_line(done.stderr)}"
        raise UnreadableDocument("reader_died", reason)
    content, code, message = pickle.loads(done.stdout)  # noqa: S301 - written by our own child
    if code is not None:
        raise UnreadableDocument(code, message)
    assert isinstance(content, DocumentContent)
    return content


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else "no message"


def _answer(request: bytes) -> tuple[DocumentContent | None, str | None, str]:
    """(content, None, "") or (None, issue code, message): exceptions with two arguments do not survive pickling."""
    reader, body, hints, bounds = pickle.loads(request)  # noqa: S301 - written by our own parent
    signal.alarm(math.ceil(bounds.seconds) + 1)  # also where the parent was killed and cannot end it
    module, _, name = reader.partition(":")
    read = getattr(importlib.import_module(module), name)
    resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory, bounds.memory))
    try:
        return read(body, hints), None, ""
    except UnreadableDocument as error:
        return None, error.code, str(error)
    except (MemoryError, RecursionError) as error:
        return None, "too_large", f"reading needs too much memory ({type(error).__name__})"


def main() -> None:
    """Answer one request; what libraries print goes to standard error."""
    answer_to = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    answer = pickle.dumps(_answer(sys.stdin.buffer.read()))
    with os.fdopen(answer_to, "wb") as stream:
        stream.write(answer)


if __name__ == "__main__":
    main()
