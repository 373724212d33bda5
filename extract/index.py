"""The archive's index: one JSON line per visit, append-only, torn tail cut at the start of the next writer.

Memory holds one number per address, not the lines: a country's index has millions of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from extract.errors import ArchiveError
from extract.models import ArchiveAddress, ArchiveEntry, PageClass, Role

_NEEDED = frozenset({"key", "at", "status", "sha256", "type", "class", "role", "file", "offset", "end", "headers"})


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
        self._reports: dict[str, dict[bytes, int]] = {}
        self.ends: dict[str, int] = {}
        self._loaded_to = 0
        self._reader: IO[bytes] | None = None

    def refresh(self) -> None:
        """Take in what was appended since the last look, by this process or another."""
        for position, raw in self._iterate(self._loaded_to):
            self._remember(position, self._load(raw, position))
            self._loaded_to = position + len(raw)

    def lines(self) -> Iterator[IndexLine]:
        """Every line, oldest first."""
        for position, raw in self._iterate(0):
            yield self._parse(raw, position)

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

    def known_reports(self, source_id: str) -> tuple[ArchiveEntry, ...]:
        """The newest good visit of every report of a source, under the address that was asked for."""
        lines = (self._line_at(position) for position in self._reports.get(source_id, {}).values())
        return tuple(replace(line.entry, url=line.key) for line in lines)

    def note(self, position: int, raw: bytes) -> None:
        """Remember the line this process has just written at ``position``."""
        self._remember(position, self._load(raw, position))
        self._loaded_to = position + len(raw)

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

    def _remember(self, position: int, fields: dict[str, Any]) -> None:
        """Look-ups of one line, from its JSON object alone: an index is read whole at every start."""
        key, is_ok = _digest(fields["key"]), fields["class"] == PageClass.OK
        self._latest[key] = position
        if is_ok:
            self._latest_ok[key] = position
        if is_ok and fields["role"] == Role.REPORT and "source" in fields:
            self._reports.setdefault(fields["source"], {})[key] = position
        if not fields.get("revisit"):
            self._bodies.setdefault(bytes.fromhex(fields["sha256"]), position)
        file = fields.get("in", fields["file"])
        self.ends[file] = max(self.ends.get(file, 0), fields["end"])

    def _iterate(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Position and bytes of every whole line from ``start`` on."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(start)
            position = start
            for raw in file:
                if not raw.endswith(b"\n"):
                    return
                yield position, raw
                position += len(raw)

    def _line_at(self, position: int) -> IndexLine:
        if self._reader is None:
            self._reader = self.path.open("rb")
        self._reader.seek(position)
        return self._parse(self._reader.readline(), position)

    def _load(self, raw: bytes, position: int) -> dict[str, Any]:
        try:
            fields = json.loads(raw)
            if fields.keys() >= _NEEDED:
                return dict(fields)
        except (ValueError, AttributeError):
            pass
        raise ArchiveError(
            f"{self.path.name} byte {position}: no index line; next: move the file away, it is rebuilt from the records"
        )

    def _parse(self, raw: bytes, position: int) -> IndexLine:
        return decode_line(self._load(raw, position))


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
