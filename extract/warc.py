"""WARC records of one exchange: bytes to append, and the way back from an offset to the body.

Each record is one gzip member, so that a file may be cut after any of them. A response record carries its line of the
index in the field ``Nianbao-Index``: the index can be rebuilt from the WARC files alone.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from requests.utils import requote_uri
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.errors import ArchiveError

INDEX_FIELD = "Nianbao-Index"
Headers = Sequence[tuple[str, str]]
_LEVEL = 5  # twice as fast as 6 for 4 % more bytes on report pages
_DECHUNKED = "transfer-encoding"
_CHUNK = 1 << 20
_BROKEN = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, AttributeError)
"""What warcio raises on a torn record, the last two when the tear goes through its headers."""


@dataclass(frozen=True, slots=True)
class Wire:
    """What went over the wire for one response: the request as sent, the body still content-encoded."""

    method: str = "GET"
    target: str = "/"
    request_headers: Headers = ()
    request_body: bytes = b""
    raw_body: bytes | None = field(default=None, repr=False)
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One response read back: its index line, when it has one, and what was served."""

    kind: str
    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    line: dict[str, Any] | None


def make_response(url: str, at: datetime, status: int, headers: Headers, body: bytes, wire: Wire, line: str) -> bytes:
    """The response record. Without the raw body the headers that describe its encoding are left out."""
    dropped = {_DECHUNKED} if wire.raw_body is not None else {_DECHUNKED, "content-encoding", "content-length"}
    kept = [(name, value) for name, value in headers if name.lower() not in dropped]
    served = StatusAndHeaders(f"{status} {wire.phrase}".strip(), kept, protocol="HTTP/1.1")
    payload = body if wire.raw_body is None else wire.raw_body
    return _serialise("response", url, at, payload, served, {INDEX_FIELD: line})


def make_request(url: str, at: datetime, wire: Wire) -> bytes:
    """The request record that led to a response."""
    asked = StatusAndHeaders(f"{wire.method} {wire.target} HTTP/1.1", list(wire.request_headers), is_http_request=True)
    return _serialise("request", url, at, wire.request_body, asked, {})


def make_resource(url: str, at: datetime, body: bytes, media_type: str, line: str) -> bytes:
    """A file that came without HTTP."""
    return _serialise("resource", url, at, body, None, {INDEX_FIELD: line}, media_type)


def make_revisit(
    url: str, at: datetime, status: int, headers: Headers, refers_to: tuple[str, datetime], digest: str, line: str
) -> bytes:
    """A revisit record: the site served, or confirmed by 304, bytes already archived."""
    kept = [(name, value) for name, value in headers if name.lower() != _DECHUNKED]
    profile = "server-not-modified" if status == 304 else "identical-payload-digest"
    extra = {
        INDEX_FIELD: line,
        "WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}",
        "WARC-Refers-To-Target-URI": refers_to[0],
        "WARC-Refers-To-Date": _date(refers_to[1]),
        "WARC-Payload-Digest": f"sha256:{digest}",
    }
    return _serialise("revisit", url, at, b"", StatusAndHeaders(str(status), kept, protocol="HTTP/1.1"), extra)


def make_info(name: str, software: str) -> bytes:
    """The record every WARC file begins with."""
    writer = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")
    return _pack(writer, writer.create_warcinfo_record(name, {"software": software, "format": "WARC File Format 1.1"}))


def read_record(path: Path, offset: int) -> StoredRecord:
    """The record at an offset. Raises `ArchiveError` where there is none."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            for record in ArchiveIterator(file):
                return _read(record)
    except (OSError, *_BROKEN) as error:
        raise ArchiveError(f"{path.name} offset {offset}: {error}; next: restore the file from a copy") from error
    raise ArchiveError(f"{path.name} offset {offset}: no record there; next: restore the file from a copy")


def iterate_records(path: Path) -> Iterator[StoredRecord]:
    """Response, resource and revisit records of any WARC file, ours or another tool's."""
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type in ("response", "resource", "revisit"):
                    yield _read(record)
    except _BROKEN as error:
        raise ArchiveError(
            f"{path.name} is broken: {error}; next: use the records before it, or a whole copy"
        ) from error


def is_warc(path: Path) -> bool:
    """Whether a file is a WARC, by name."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


def find_member_ends(file: BinaryIO, start: int) -> list[int]:
    """Where the whole gzip members after ``start`` end; a torn last one has no end."""
    ends: list[int] = []
    file.seek(start)
    position, pending = start, b""
    unpacker = zlib.decompressobj(wbits=31)
    while True:
        chunk = pending or file.read(_CHUNK)
        if not chunk:
            return ends
        try:
            unpacker.decompress(chunk)
        except zlib.error:
            return ends
        pending = unpacker.unused_data
        position += len(chunk) - len(pending)
        if unpacker.eof:
            ends.append(position)
            unpacker = zlib.decompressobj(wbits=31)


def _serialise(
    kind: str,
    url: str,
    at: datetime,
    payload: bytes,
    http: StatusAndHeaders | None,
    extra: dict[str, str],
    media_type: str = "",
) -> bytes:
    writer = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")
    record = writer.create_warc_record(
        requote_uri(url),
        kind,
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type=media_type,
        warc_headers_dict={"WARC-Date": _date(at), **extra},
        http_headers=http,
    )
    return _pack(writer, record)


def _pack(writer: WARCWriter, record: ArcWarcRecord) -> bytes:
    writer.write_record(record)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return packer.compress(writer.out.getvalue()) + packer.flush()


def _read(record: ArcWarcRecord) -> StoredRecord:
    fields = record.rec_headers
    line = fields.get_header(INDEX_FIELD)
    http = record.http_headers
    return StoredRecord(
        kind=record.rec_type,
        url=fields.get_header("WARC-Target-URI") or "",
        at=_parse_date(fields.get_header("WARC-Date")),
        status=_read_status(record),
        headers=tuple(http.headers) if http else (("Content-Type", record.content_type or ""),),
        body=record.content_stream().read(),
        line=json.loads(line) if line else None,
    )


def _read_status(record: ArcWarcRecord) -> int:
    if record.rec_type not in ("response", "revisit") or record.http_headers is None:
        return 200
    code = record.http_headers.get_statuscode() or ""
    return int(code) if code.isdigit() else 0


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _parse_date(text: str | None) -> datetime:
    return datetime.fromisoformat(text) if text else datetime.fromtimestamp(0, UTC)
