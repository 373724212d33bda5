"""Readers whose libraries may run away (PDF, XLS, DOC, pictures) work each in a process of its own, within bounds.

The child is this module run as a program: a pickled request comes in on standard input, a pickled answer goes out.
A child that dies, of whatever bytes, is an issue of the document and nothing more. Time is that of the processor: on a
busy machine a good document must not be refused.
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
_PATIENCE = 4
"""Seconds on the clock for every second of the processor: on a busy machine a report is slow, and no less a report."""
_GRACE = 2.0  # seconds
_MAX_FILE = 64 * MEGABYTE  # of what a program of the child's writes


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child, and each program it starts, may use: private memory in bytes, seconds of the processor."""

    memory: int
    seconds: float

    def apply(self) -> None:
        """Bind this process, and what it starts from now on. Beyond the seconds it is killed by SIGXCPU."""
        seconds = math.ceil(self.seconds)
        _limit(resource.RLIMIT_DATA, self.memory, self.memory)
        _limit(resource.RLIMIT_CPU, seconds, seconds + 1)
        _limit(resource.RLIMIT_FSIZE, _MAX_FILE, _MAX_FILE)
        _limit(resource.RLIMIT_CORE, 0, 0)


def _limit(kind: int, soft: int, hard: int) -> None:
    """Set a limit, and where the process has a lower one already, leave that: none may be raised."""
    most = resource.getrlimit(kind)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def read_isolated(reader: str, body: bytes, hints: Hints, bounds: Bounds) -> DocumentContent:
    """Run ``module:function`` on the bytes in a child process. Raises UnreadableDocument for whatever goes wrong."""
    request = pickle.dumps((reader, body, hints, bounds))
    child = subprocess.Popen(
        [sys.executable, "-m", "transform.readers.isolate"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "RUST_BACKTRACE": "0"},  # the last line it writes says what went wrong
    )
    with child:
        try:
            answer, said = child.communicate(request, timeout=bounds.seconds * _PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument("too_slow", f"reading took more than {bounds.seconds:.0f} s") from error
        finally:  # also where whoever waits here is told to stop
            _end(child)
    if child.returncode in (-signal.SIGXCPU, -signal.SIGALRM):
        raise UnreadableDocument("too_slow", f"reading took more than {bounds.seconds:.0f} s of the processor")
    if child.returncode != 0 or not answer:
        reason = f"the reader ended with status {child.returncode}: {_last_line(said)}"
        raise UnreadableDocument("reader_died", reason)
    content, code, message = pickle.loads(answer)  # noqa: S301 - written by our own child
    if code is not None:
        raise UnreadableDocument(code, message)
    assert isinstance(content, DocumentContent)
    return content


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a child that still works; it has a moment to end what it started itself."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(_GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else "no message"


def _answer(request: bytes) -> tuple[DocumentContent | None, str | None, str]:
    """(content, None, "") or (None, issue code, message): exceptions with two arguments do not survive pickling."""
    reader, body, hints, bounds = pickle.loads(request)  # noqa: S301 - written by our own parent
    signal.alarm(math.ceil(bounds.seconds * _PATIENCE) + 1)  # also where the parent was killed and cannot end it
    module, _, name = reader.partition(":")
    read = getattr(importlib.import_module(module), name)
    bounds.apply()
    try:
        return read(body, hints), None, ""
    except UnreadableDocument as error:
        return None, error.code, str(error)
    except (MemoryError, RecursionError) as error:
        return None, "too_large", f"reading needs too much memory ({type(error).__name__})"


def main() -> None:
    """Answer one request; what libraries print goes to standard error. Told to end, it ends what it started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    answer_to = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    answer = pickle.dumps(_answer(sys.stdin.buffer.read()))
    with os.fdopen(answer_to, "wb") as stream:
        stream.write(answer)


if __name__ == "__main__":
    main()
