"""The archive's index: one JSON line per visit, append-only, torn tail cut at the start of the next writer.

Memory holds one number per address, not the lines: a country's index has millions of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from extract.errors import ArchiveError
from extract.models import ArchiveAddress, ArchiveEntry, PageClass, Role


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One visit. ``key`` is the address asked for (with the form of a POST); ``end`` is where its record ends."""

    key: str
    entry: ArchiveEntry
    file: str
    end: int


class Index:
    """Look-ups by address and by digest over an append-only file of lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._latest: dict[bytes, int] = {}
        self._latest_ok: dict[bytes, int] = {}
        self._bodies: dict[bytes, int] = {}
        self.ends: dict[str, int] = {}
        self._loaded_to = 0
        self._reader: IO[bytes] | None = None

    def refresh(self) -> None:
        """Take in what was appended since the last look, by this process or another."""
        for position, size, line in self._iterate(self._loaded_to):
            self.note(position, size, line)

    def lines(self) -> Iterator[IndexLine]:
        """Every line, oldest first."""
        for _, _, line in self._iterate(0):
            yield line

    def latest(self, key: str) -> IndexLine | None:
        """The newest visit of an address."""
        position = self._latest.get(_digest(key))
        return None if position is None else self._line_at(position)

    def latest_ok(self, key: str) -> IndexLine | None:
        """The newest visit at which the address held a page."""
        position = self._latest_ok.get(_digest(key))
        return None if position is None else self._line_at(position)

    def holder(self, sha256: str) -> ArchiveEntry | None:
        """The first entry whose record holds these bytes."""
        position = self._bodies.get(bytes.fromhex(sha256))
        return None if position is None else self._line_at(position).entry

    def note(self, position: int, size: int, line: IndexLine) -> None:
        """Remember the line of so many bytes at ``position``."""
        self._remember(position, line)
        self._loaded_to = position + size

    def close(self) -> None:
        """Let go of the file."""
        if self._reader is not None:
            self._reader.close()
        self._reader = None

    def cut_torn_tail(self) -> None:
        """Drop an unfinished last line, as kill -9 leaves it."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as file:
            size = file.seek(0, 2)
            tail = min(size, 1 << 20)
            file.seek(size - tail)
            whole = file.read(tail).rfind(b"\n") + 1
            if whole < tail:
                file.truncate(size - tail + whole)

    def _remember(self, position: int, line: IndexLine) -> None:
        self._latest[_digest(line.key)] = position
        if line.entry.page_class is PageClass.OK:
            self._latest_ok[_digest(line.key)] = position
        if not line.entry.is_revisit:
            self._bodies.setdefault(bytes.fromhex(line.entry.sha256), position)
        self.ends[line.file] = max(self.ends.get(line.file, 0), line.end)

    def _iterate(self, start: int) -> Iterator[tuple[int, int, IndexLine]]:
        """Position, size and content of every whole line from ``start`` on."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(start)
            position = start
            for raw in file:
                if not raw.endswith(b"\n"):
                    return
                yield position, len(raw), self._parse(raw, position)
                position += len(raw)

    def _line_at(self, position: int) -> IndexLine:
        if self._reader is None:
            self._reader = self.path.open("rb")
        self._reader.seek(position)
        return self._parse(self._reader.readline(), position)

    def _parse(self, raw: bytes, position: int) -> IndexLine:
        try:
            return decode_line(json.loads(raw))
        except (ValueError, KeyError, TypeError) as error:
            raise ArchiveError(
                f"{self.path.name} byte {position}: no index line ({error}); next: nianbao archive rebuild-index"
            ) from error


def encode_line(line: IndexLine) -> dict[str, Any]:
    """The JSON object of a line."""
    entry = line.entry
    where = entry.archive or ArchiveAddress(line.file, 0)
    fields: dict[str, Any] = {
        "key": line.key,
        "url": entry.url if entry.url != line.key else None,
        "at": entry.fetched_at.isoformat(),
        "status": entry.status,
        "sha256": entry.sha256,
        "type": entry.media_type,
        "charset": entry.charset,
        "class": entry.page_class.value,
        "why": entry.reason,
        "role": entry.role.value,
        "source": entry.source_id,
        "organ": entry.organ,
        "region": entry.region_code,
        "year": entry.year,
        "title": entry.title,
        "listed": entry.listed_on.isoformat() if entry.listed_on else None,
        "parent": entry.parent_url,
        "revisit": entry.is_revisit or None,
        "file": where.file,
        "offset": where.offset,
        "in": line.file if line.file != where.file else None,
        "end": line.end,
        "headers": [list(pair) for pair in entry.headers],
    }
    return {name: value for name, value in fields.items() if value is not None}


def decode_line(fields: dict[str, Any]) -> IndexLine:
    """The line a JSON object stands for."""
    listed = fields.get("listed")
    entry = ArchiveEntry(
        url=fields.get("url", fields["key"]),
        fetched_at=datetime.fromisoformat(fields["at"]),
        status=fields["status"],
        headers=tuple((name, value) for name, value in fields["headers"]),
        sha256=fields["sha256"],
        media_type=fields["type"],
        charset=fields.get("charset"),
        page_class=PageClass(fields["class"]),
        source_id=fields.get("source"),
        organ=fields.get("organ"),
        region_code=fields.get("region"),
        year=fields.get("year"),
        title=fields.get("title"),
        listed_on=date.fromisoformat(listed) if listed else None,
        archive=ArchiveAddress(fields["file"], fields["offset"]),
        role=Role(fields["role"]),
        parent_url=fields.get("parent"),
        reason=fields.get("why", ""),
        is_revisit=fields.get("revisit", False),
    )
    return IndexLine(fields["key"], entry, fields.get("in", fields["file"]), fields["end"])


def _digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=12).digest()
