"""The raw archive: every response as received in WARC files, and an append-only index beside them.

A record is written before its index line, each by one write. After kill -9 the next writer cuts a torn record or line,
and indexes whole records that had not been indexed: nothing that was archived is lost. One writer at a time; readers
need no lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from extract.captures import body_digest, entry_of, make_capture, shared_fields
from extract.errors import ArchiveError
from extract.index import Index, IndexLine, decode_line, encode_line
from extract.media import HTML, JSON, TEXT, XML, declared_media_type
from extract.models import ArchiveAddress, ArchiveEntry, Capture
from extract.policy import USER_AGENT
from extract.warc import (
    Headers,
    StoredRecord,
    Wire,
    find_member_ends,
    iterate_records,
    make_info,
    make_request,
    make_resource,
    make_response,
    make_revisit,
    read_record,
)

_MAX_FILE = 1 << 30
_TEXTUAL = (HTML, TEXT, XML, JSON)
_WARC_FURNITURE = ("text/css", "javascript", "font", "image/", "audio/", "video/")


class Archive:
    """``folder/warc/*.warc.gz`` with ``folder/index.jsonl``. Use as a context manager when writing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = Index(folder / "index.jsonl")
        self._lock: IO[bytes] | None = None
        self._index_file: IO[bytes] | None = None
        self._warc: IO[bytes] | None = None
        self._warc_name = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def entries(self) -> Iterator[ArchiveEntry]:
        """Every visit, oldest first, lists and robots.txt included (see ``role``)."""
        return (line.entry for line in self.index.lines())

    def latest(self, url: str) -> ArchiveEntry | None:
        """The newest visit of an address."""
        self.index.refresh()
        line = self.index.latest(url)
        return line.entry if line else None

    def read(self, entry: ArchiveEntry) -> Capture:
        """The entry with its bytes. Raises `ArchiveError` where they cannot be read or are not the bytes archived."""
        if entry.archive is None:
            raise ArchiveError(f"{entry.url} has no place in the archive; next: fetch it again")
        record = read_record(self.folder / entry.archive.file, entry.archive.offset)
        capture = Capture(body=record.body, **shared_fields(entry))
        if body_digest(record.body) != entry.sha256:
            raise ArchiveError(
                f"{entry.url}: the bytes in {entry.archive.file} at {entry.archive.offset} are not those archived; "
                "next: restore the file from a copy"
            )
        return capture

    def append(self, capture: Capture, *, wire: Wire | None = None, key: str | None = None) -> Capture:
        """Write a capture and index it; bytes already archived become a revisit record. Returns it with its address."""
        self.open_for_writing()
        entry = entry_of(capture)
        holder = self.index.holder(capture.sha256)
        if holder is not None:
            entry = replace(entry, archive=holder.archive, is_revisit=True)
            return replace(capture, archive=self._write_revisit(key or capture.url, entry, holder).archive)
        line = self._write_body(key or capture.url, entry, capture.body, wire)
        return replace(capture, archive=line.entry.archive)

    def append_unchanged(
        self, earlier: ArchiveEntry, at: datetime, headers: Headers, *, key: str | None = None, **hints: Any
    ) -> ArchiveEntry:
        """Record that the site confirmed an earlier visit by 304. ``hints`` replace fields such as title or year."""
        self.open_for_writing()
        entry = replace(earlier, fetched_at=at, is_revisit=True, **hints)
        return self._write_revisit(key or earlier.url, entry, earlier, status=304, headers=headers)

    def import_warc(self, path: Path) -> Iterator[ArchiveEntry]:
        """Take the documents of any WARC file, one by one (style sheets, scripts and pictures of a page stay out).

        Raises `ArchiveError` where the file is broken; what came before it is archived and was yielded.
        """
        self.open_for_writing()
        for record in iterate_records(path):
            if record.kind != "revisit" and not _is_furniture(record):
                is_known = self.index.holder(body_digest(record.body)) is not None
                yield entry_of(self.append(_capture_of(record)), is_revisit=is_known)

    def adopt_part(self, part: IO[bytes], file: str) -> None:
        """Take in a whole WARC file of `extract.parts` as ``file``; one adopted before is left as it is.

        The file appears under its name in one step and is indexed as after a kill: stopped anywhere, the next writer
        goes on.
        """
        self.open_for_writing()
        target = self.folder / file
        if not target.exists():
            incoming = target.with_name(f"{target.name}.incoming")
            with incoming.open("wb") as copy:
                shutil.copyfileobj(part, copy)
                copy.flush()
                os.fsync(copy.fileno())
            incoming.replace(target)
        self._mend(target)

    def open_for_writing(self) -> None:
        """Take the writer's lock and mend what a killed writer left. Called by the first append."""
        if self._index_file is not None:
            return
        (self.folder / "warc").mkdir(parents=True, exist_ok=True)
        self._take_lock()
        self.index.cut_torn_tail()
        self.index.refresh()
        self._index_file = self.index.path.open("ab", buffering=0)
        for path in sorted((self.folder / "warc").glob("*.warc.gz")):
            self._mend(path)

    def close(self) -> None:
        """Bring everything to disk and free the lock."""
        for file in (self._warc, self._index_file):
            if file is not None:
                os.fsync(file.fileno())
                file.close()
        self.index.close()
        if self._lock is not None:
            self._lock.close()
        self._warc = self._index_file = self._lock = None

    def _take_lock(self) -> None:
        lock = (self.folder / "writer.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise ArchiveError(f"another run is writing to {self.folder}; next: wait for it to end") from error
        self._lock = lock

    def _mend(self, path: Path) -> None:
        """Cut a torn record off the end of a WARC file, and index whole records that no line speaks of."""
        name = f"warc/{path.name}"
        known = self.index.ends.get(name, 0)
        if path.stat().st_size <= known:
            return
        with path.open("rb+") as file:
            ends = find_member_ends(file, known)
            file.truncate(ends[-1] if ends else known)
        for start, end in zip([known, *ends], ends, strict=False):
            self._index_found(path, name, start, end)

    def _index_found(self, path: Path, name: str, start: int, end: int) -> None:
        record = read_record(path, start)
        if record.line is None:
            return
        own = {} if record.kind == "revisit" else {"file": name, "offset": start}
        stored = {**record.line, **own, "in": name, "end": end, "headers": [list(pair) for pair in record.headers]}
        self._write_line(decode_line(stored))

    def _write_body(self, key: str, entry: ArchiveEntry, body: bytes, wire: Wire | None) -> IndexLine:
        file = self._current_file()
        request = b"" if wire is None else make_request(entry.url, entry.fetched_at, wire)
        offset = file.tell() + len(request)
        entry = replace(entry, archive=ArchiveAddress(self._warc_name, offset))
        text = _index_field(key, entry)
        if wire is None and not entry.headers:
            record = make_resource(entry.url, entry.fetched_at, body, entry.media_type, text)
        else:
            record = make_response(entry.url, entry.fetched_at, entry.status, entry.headers, body, wire or Wire(), text)
        _write_whole(file, request + record)
        return self._write_line(IndexLine(key, entry, self._warc_name, offset + len(record)))

    def _write_revisit(
        self, key: str, entry: ArchiveEntry, earlier: ArchiveEntry, *, status: int | None = None, headers: Headers = ()
    ) -> ArchiveEntry:
        file = self._current_file()
        record = make_revisit(
            entry.url,
            entry.fetched_at,
            status or entry.status,
            headers or entry.headers,
            (earlier.url, earlier.fetched_at),
            entry.sha256,
            _index_field(key, entry),
        )
        end = file.tell() + len(record)
        _write_whole(file, record)
        return self._write_line(IndexLine(key, entry, self._warc_name, end)).entry

    def _write_line(self, line: IndexLine) -> IndexLine:
        if self._index_file is None:
            raise ArchiveError(f"{self.folder} is not open for writing; next: report this as a defect")
        raw = json.dumps(encode_line(line), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        position = self._index_file.tell()
        _write_whole(self._index_file, raw)
        self.index.note(position, raw)
        return line

    def _current_file(self) -> IO[bytes]:
        if self._warc is not None and self._warc.tell() < _MAX_FILE:
            return self._warc
        if self._warc is not None:
            self._warc.close()
        folder = self.folder / "warc"
        number = 1 + max((int(path.name.split(".")[0].split("-")[1]) for path in folder.glob("nianbao-*")), default=0)
        self._warc_name = f"warc/nianbao-{number:06d}.warc.gz"
        self._warc = (self.folder / self._warc_name).open("ab", buffering=0)
        self._warc.write(make_info(Path(self._warc_name).name, USER_AGENT))
        return self._warc


def _capture_of(record: StoredRecord) -> Capture:
    return make_capture(record.url, record.at, record.status, record.headers, record.body)


def _is_furniture(record: StoredRecord) -> bool:
    declared = next((value for name, value in record.headers if name.lower() == "content-type"), None)
    return any(part in (declared_media_type(declared) or "") for part in _WARC_FURNITURE) or record.url.endswith(
        "/robots.txt"
    )


def _index_field(key: str, entry: ArchiveEntry) -> str:
    """The index line inside the record: all but the headers, which the record holds, in plain ASCII."""
    fields_ = encode_line(IndexLine(key, entry, "", 0))
    return json.dumps({name: value for name, value in fields_.items() if name not in ("headers", "end", "in")})


def _write_whole(file: IO[bytes], data: bytes) -> None:
    """One write for the whole record: a killed process leaves at most one torn tail."""
    if file.write(data) != len(data):
        raise ArchiveError(f"{file.name}: the disk took only part of a record; next: make room and run again")
