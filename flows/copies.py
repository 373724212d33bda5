"""Copies of archived reports beside the summary, so that its links open from disk without a WARC reader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extract.archive import Archive
from extract.charset import decode_text
from extract.models import ArchiveEntry

_BINARY = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


def copy_captures(archive: Archive, entries: Iterable[ArchiveEntry], folder: Path) -> None:
    """Write ``<capture_id>.txt``, a page's source, in which nothing runs, or the file itself; keep what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        path = folder / f"{entry.capture_id}{_BINARY.get(entry.media_type, '.txt')}"
        if not path.exists():
            _write_whole(path, _content(archive, entry))


def _content(archive: Archive, entry: ArchiveEntry) -> bytes:
    body = archive.read(entry).body
    if entry.media_type in _BINARY:
        return body
    return decode_text(body, entry.charset)[0].encode("utf-8")


def _write_whole(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
