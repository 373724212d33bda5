"""Documents parsed in processes, never in fetch threads: batches in, parsed reports out, no document kills a run.

A worker reads the bytes from the archive itself, so that only addresses go in and parsed reports come out. A document
that takes too long is given up in its worker; one that kills its worker (out of memory) or stops it for good (a loop in
native code) is found by parsing its chunk one document at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from extract.models import ArchiveEntry
from flows.interrupts import deaf_to_interrupts
from flows.settings import ParseSettings
from transform.corrections import Correction
from transform.models import DocumentInfo, Hints, Issue, ParsedReport, ReportInfo, Severity
from warehouse.models import LoadItem

_CHUNK = 20
_LOOK_SECONDS = 1.0
"""How often it is looked whether all processes are there."""
_START_SECONDS = 60
"""What a fresh process may take to load the parser on a busy machine, before its first document."""


class DocumentTooSlow(Exception):
    """A document took longer than `ParseSettings.seconds_per_document`."""


class Parsers:
    """Processes that parse. Use as a context manager; a process that died or hangs is replaced."""

    def __init__(self, settings: ParseSettings, archive_folder: Path, corrections: Sequence[Correction] = ()) -> None:
        self._settings = settings
        self._archive_folder = archive_folder
        self._corrections = corrections
        self._pool: ProcessPoolExecutor | None = None
        self._others: set[BaseProcess] = set()  # children of this process that are not of the pool
        self._processes: set[BaseProcess] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self._kill()

    def parse(self, entries: Sequence[ArchiveEntry]) -> Iterator[LoadItem]:
        """Yield ``entries`` parsed, in their order."""
        chunks = deque(entries[start : start + _CHUNK] for start in range(0, len(entries), _CHUNK))
        while chunks:
            for future in [self._submit(chunk) for chunk in chunks]:
                chunk = chunks.popleft()
                items = self._wait(future, chunk)
                if items is None:
                    yield from (self._parse_alone(entry) for entry in chunk)
                    break  # what was handed to the lost processes is handed out again
                yield from items

    def _parse_alone(self, entry: ArchiveEntry) -> LoadItem:
        """Parse one document by itself, so that the one that kills or stops its process is known by name."""
        items = self._wait(self._submit([entry]), [entry])
        if items is None:
            return _unread(entry, "parser_killed", "the parser died over it or stood still; it is left out")
        return items[0]

    def _submit(self, chunk: Sequence[ArchiveEntry]) -> Future[list[LoadItem]]:
        if self._pool is None:
            self._pool, self._others = _new_pool(self._settings), set(multiprocessing.active_children())
        with deaf_to_interrupts():  # the first documents start the processes
            seconds = self._settings.seconds_per_document
            future = self._pool.submit(_parse_chunk, chunk, self._archive_folder, seconds, self._corrections)
        self._processes = set(multiprocessing.active_children()) - self._others | self._processes
        return future

    def _wait(self, future: Future[list[LoadItem]], chunk: Sequence[ArchiveEntry]) -> list[LoadItem] | None:
        """Return a chunk's documents; None where its process was lost, whose pool is gone then."""
        end = time.monotonic() + _patience(self._settings, len(chunk))
        while not future.done() and time.monotonic() < end and self._is_whole():
            wait([future], timeout=_LOOK_SECONDS)
        if future.done() and not isinstance(future.exception(), BrokenProcessPool):
            return future.result()
        self._kill()
        return None

    def _is_whole(self) -> bool:
        """Whether all processes are there: one killed in the middle of an answer is never missed by the pool itself."""
        return all(process.is_alive() for process in self._processes)

    def close(self) -> None:
        """End the processes when they have done what they were given."""
        if self._pool is not None:
            self._pool.shutdown()
        self._pool, self._processes = None, set()

    def _kill(self) -> None:
        """End the processes at once: native code that loops hears no signal a Python handler would answer.

        The pool's own thread may be in the middle of an answer that nobody will finish; it hears of the end only when
        nobody holds the writing end of the pipe any more, which this process does too.
        """
        if self._pool is None:
            return
        for process in self._processes:
            process.kill()
        self._pool._result_queue._writer.close()  # type: ignore[attr-defined]  # no public way
        self._pool.shutdown(cancel_futures=True)
        self._pool, self._processes = None, set()


def _patience(settings: ParseSettings, documents: int) -> float:
    """How many seconds a chunk may take before its process counts as stopped for good."""
    return _START_SECONDS + 1.5 * settings.seconds_per_document * documents


def _new_pool(settings: ParseSettings) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork of a process that holds Prefect's threads can hang
    limit = settings.megabytes_per_process * 1024**2
    return ProcessPoolExecutor(settings.processes, mp_context=context, initializer=_prepare_worker, initargs=(limit,))


def _prepare_worker(max_bytes: int) -> None:
    signal.signal(signal.SIGALRM, _give_up)
    resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import transform.parse  # noqa: F401  (loaded before the first document's clock starts)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: after its kill -9 it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _give_up(signal_number: int, frame: FrameType | None) -> None:
    raise DocumentTooSlow


def _parse_chunk(
    entries: Sequence[ArchiveEntry], archive_folder: Path, seconds: float, corrections: Sequence[Correction]
) -> list[LoadItem]:
    from extract.archive import Archive

    archive = Archive(archive_folder)
    return [_parse_one(entry, archive.read(entry).body, seconds, corrections) for entry in entries]


def _parse_one(entry: ArchiveEntry, body: bytes, seconds: float, corrections: Sequence[Correction]) -> LoadItem:
    from transform.errors import UnreadableDocument
    from transform.issues import say_refusal
    from transform.parse import parse_document

    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return LoadItem(parse_document(body, hints_of(entry), corrections), entry)
    except UnreadableDocument as error:
        return _unread(entry, error.code, str(error), say_refusal(error.code))
    except DocumentTooSlow:
        return _unread(entry, "parser_too_slow", f"not read within {seconds:g} s; it is left out")
    except MemoryError:
        return _unread(entry, "parser_killed", "more memory needed than a parser may take; it is left out")
    except Exception as error:
        # a defect of ours in one reader must not cost the other documents their night
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return _unread(entry, "parser_defect", f"defect in the parser: {what}; it is left out; next: report it")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def hints_of(entry: ArchiveEntry) -> Hints:
    """Return what is known of a document besides its bytes."""
    is_file = entry.url.startswith("file:")
    return Hints(
        url=None if is_file else entry.url,
        path=entry.url.removeprefix("file://") if is_file else None,
        declared_media_type=entry.media_type,
        declared_charset=entry.charset,
        organ=entry.organ,
        region_code=entry.region_code,
        year=entry.year,
        title=entry.title,
        listed_on=entry.listed_on,
    )


def _unread(entry: ArchiveEntry, code: str, message: str, message_zh: str | None = None) -> LoadItem:
    """Return a document without content, so that the warehouse knows which one could not be read, and why."""
    parsed = ParsedReport(
        document=DocumentInfo(entry.url, None, entry.sha256, entry.media_type, entry.charset),
        report=ReportInfo(entry.organ, None, entry.region_code, entry.year, None, entry.title, None, (None, None)),
        cells=(),
        claims=(),
        indicators=(),
        issues=(Issue(code, Severity.ERROR, message_zh or message, message),),
        body_sha256=entry.sha256,
        is_report=False,
    )
    return LoadItem(parsed, entry)
