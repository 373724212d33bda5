"""Files, folders of files and WARC files of other tools → the archive."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from extract.archive import Archive
from extract.captures import entry_of, make_capture
from extract.errors import ArchiveError
from extract.models import ArchiveEntry, CrawlResult, NightStatus, OnProgress, PageClass, Progress, SourceNight
from extract.warc import is_warc


def archive_files(paths: Iterable[Path], archive: Archive, *, on_progress: OnProgress | None = None) -> CrawlResult:
    """Put files, folders of files and WARC files of other tools into the archive.

    A file that cannot be taken is a `SourceNight` with status FAILED and the reason; the others are taken all the same.
    """
    files = tuple(itertools.chain.from_iterable(_walk(path) for path in paths))
    nights: list[SourceNight] = []
    entries: list[ArchiveEntry] = []
    for number, path in enumerate(files, 1):
        night, taken = _archive_file(path, archive)
        nights.append(night)
        entries.extend(taken)
        if on_progress:
            on_progress(Progress(number, len(files), path.name))
    return CrawlResult(tuple(nights), tuple(entries), ())


def _walk(path: Path) -> tuple[Path, ...]:
    if not path.is_dir():
        return (path,)
    return tuple(sorted(item for item in path.rglob("*") if item.is_file() and not item.name.startswith(".")))


def _archive_file(path: Path, archive: Archive) -> tuple[SourceNight, tuple[ArchiveEntry, ...]]:
    taken: list[ArchiveEntry] = []
    try:
        for entry in archive.import_warc(path) if is_warc(path) else _archive_document(path, archive):
            taken.append(entry)  # noqa: PERF402 - what came before a break is kept
    except (OSError, ArchiveError) as error:
        status = NightStatus.INCOMPLETE if taken else NightStatus.FAILED
        return _file_night(path, status, taken, " ".join(str(error).split())), tuple(taken)
    bad = [entry.reason for entry in taken if entry.page_class is not PageClass.OK]
    status = NightStatus.COMPLETE if len(bad) < len(taken) else NightStatus.FAILED
    return _file_night(path, status, taken, bad[0] if bad else f"{len(taken)} documents"), tuple(taken)


def _archive_document(path: Path, archive: Archive) -> Iterator[ArchiveEntry]:
    url = path.resolve().as_uri()
    earlier = archive.latest(url)
    capture = make_capture(url, datetime.now(UTC), 200, (), path.read_bytes())
    is_same = earlier is not None and earlier.sha256 == capture.sha256
    yield entry_of(archive.append(capture), is_revisit=is_same)


def _file_night(path: Path, status: NightStatus, taken: Sequence[ArchiveEntry], reason: str) -> SourceNight:
    known = sum(entry.is_revisit for entry in taken)
    return SourceNight(f"file:{path.name}", status, len(taken), None, len(taken), len(taken) - known, known, reason)
