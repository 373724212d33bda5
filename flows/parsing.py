"""Documents parsed in processes, never in fetch threads: batches in, parsed reports out, no document kills a run.

A worker reads the bytes from the archive itself, so that only addresses go in and parsed reports come out. A document
that takes too long is given up in its worker; one that kills its worker (out of memory) is found by parsing its chunk
one document a process.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from extract.models import ArchiveEntry
from flows.settings import ParseSettings
from transform.models import DocumentInfo, Hints, Issue, ParsedReport, ReportInfo, Severity
from warehouse.models import LoadItem

_CHUNK = 20


class DocumentTooSlow(Exception):
    """A document took longer than `ParseSettings.seconds_per_document`."""


@contextmanager
def parser_pool(settings: ParseSettings) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool whose workers have the parser loaded and their memory bounded."""
    with _new_pool(settings, settings.processes) as pool:
        yield pool


def parse_entries(
    entries: Sequence[ArchiveEntry], archive_folder: Path, settings: ParseSettings, pool: ProcessPoolExecutor
) -> Iterator[LoadItem]:
    """Parse ``entries`` in ``pool`` and yield their outcomes in the same order."""
    chunks = [entries[start : start + _CHUNK] for start in range(0, len(entries), _CHUNK)]
    futures = [pool.submit(_parse_chunk, chunk, archive_folder, settings.seconds_per_document) for chunk in chunks]
    for chunk, future in zip(chunks, futures, strict=True):
        yield from _collect(chunk, future, archive_folder, settings)


def _collect(
    chunk: Sequence[ArchiveEntry], future: Future[list[LoadItem]], archive_folder: Path, settings: ParseSettings
) -> Iterator[LoadItem]:
    try:
        yield from future.result()
    except BrokenProcessPool:
        for entry in chunk:
            yield _parse_alone(entry, archive_folder, settings)


def _parse_alone(entry: ArchiveEntry, archive_folder: Path, settings: ParseSettings) -> LoadItem:
    """Parse one document in a process of its own, so that the one that kills it is known by name."""
    with _new_pool(settings, 1) as pool:
        try:
            return pool.submit(_parse_chunk, [entry], archive_folder, settings.seconds_per_document).result()[0]
        except BrokenProcessPool:
            return _unread(entry, "parser_killed", "the parser died over it (memory); it is left out")


def _new_pool(settings: ParseSettings, processes: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork of a process that holds Prefect's threads can hang
    limit = settings.megabytes_per_process * 1024**2
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_prepare_worker, initargs=(limit,))


def _prepare_worker(max_bytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    signal.signal(signal.SIGALRM, _give_up)
    resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))
    import transform.parse  # noqa: F401  (loaded before the first document's clock starts)


def _give_up(signal_number: int, frame: FrameType | None) -> None:
    raise DocumentTooSlow


def _parse_chunk(entries: Sequence[ArchiveEntry], archive_folder: Path, seconds: float) -> list[LoadItem]:
    from extract.archive import Archive

    archive = Archive(archive_folder)
    return [_parse_one(entry, archive.read(entry).body, seconds) for entry in entries]


def _parse_one(entry: ArchiveEntry, body: bytes, seconds: float) -> LoadItem:
    from transform.parse import parse_document

    from transform.errors import UnreadableDocument

    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return LoadItem(parse_document(body, _hints(entry)), entry)
    except UnreadableDocument as error:
        return _unread(entry, error.code, str(error))
    except DocumentTooSlow:
        return _unread(entry, "parser_too_slow", f"not read within {seconds:g} s; it is left out")
    except MemoryError:
        return _unread(entry, "parser_killed", "more memory needed than a parser may take; it is left out")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _hints(entry: ArchiveEntry) -> Hints:
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


def _unread(entry: ArchiveEntry, code: str, message: str) -> LoadItem:
    """Return a document without content, so that the warehouse knows which one could not be read, and why."""
    parsed = ParsedReport(
        document=DocumentInfo(entry.url, None, entry.sha256, entry.media_type, entry.charset),
        report=ReportInfo(entry.organ, None, entry.region_code, entry.year, None, entry.title, None, (None, None)),
        cells=(),
        claims=(),
        indicators=(),
        issues=(Issue(code, Severity.ERROR, message, message),),
        body_sha256=entry.sha256,
        is_report=False,
    )
    return LoadItem(parsed, entry)
