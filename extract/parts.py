"""The archive's other writers: a crawl elsewhere writes a WARC file of its own, which the one appender adopts whole.

A part archive sees everything the archive knows (validators for conditional requests, bytes already held, pages this
crawl already has) and writes nothing there. `Archive.adopt_part` takes the finished file in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from extract.archive import Archive
from extract.index import Index, IndexLine
from extract.models import ArchiveEntry, Capture
from extract.policy import USER_AGENT
from extract.warc import make_info


class PartArchive(Archive):
    """An archive in ``folder`` on top of the one in ``base_folder``; ``name`` must be no other part's name."""

    def __init__(self, base_folder: Path, folder: Path, name: str) -> None:
        super().__init__(folder)
        self._base = Archive(base_folder)
        self._part_name = part_file(name)
        self.index = _Overlay(folder / "index.jsonl", self._base.index)

    @property
    def part(self) -> Path:
        """The WARC file written here; absent while nothing was archived."""
        return self.folder / self._part_name

    def read(self, entry: ArchiveEntry) -> Capture:
        """The entry with its bytes, from this part or from the archive under it."""
        is_own = entry.archive is not None and entry.archive.file == self._part_name
        return super().read(entry) if is_own else self._base.read(entry)

    def _current_file(self) -> IO[bytes]:
        if self._warc is None:
            self._warc_name = self._part_name
            self._warc = self.part.open("ab", buffering=0)
            self._warc.write(make_info(self.part.name, USER_AGENT))
        return self._warc


def part_file(name: str) -> str:
    """Where a part lies in the archive that adopted it, relative to its folder."""
    return f"warc/part-{name}.warc.gz"


class _Overlay(Index):
    """This part's lines, and where it has none those of the archive under it."""

    def __init__(self, path: Path, base: Index) -> None:
        super().__init__(path)
        self._base = base

    def refresh(self) -> None:
        self._base.refresh()
        super().refresh()

    def lines(self) -> Iterator[IndexLine]:
        return chain(self._base.lines(), super().lines())

    def latest(self, key: str) -> IndexLine | None:
        return super().latest(key) or self._base.latest(key)

    def latest_ok(self, key: str) -> IndexLine | None:
        return super().latest_ok(key) or self._base.latest_ok(key)

    def holder(self, sha256: str) -> ArchiveEntry | None:
        return super().holder(sha256) or self._base.holder(sha256)

    def known_reports(self, source_id: str) -> tuple[ArchiveEntry, ...]:
        own = super().known_reports(source_id)
        urls = {entry.url for entry in own}
        return (*own, *(entry for entry in self._base.known_reports(source_id) if entry.url not in urls))

    def close(self) -> None:
        self._base.close()
        super().close()
