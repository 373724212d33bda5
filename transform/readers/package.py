"""Office packages (DOCX, XLSX are ZIP archives of XML): looked through before any library opens them.

Refused: archives that grow out of proportion, too many or too large parts, encrypted parts, XML that declares a
document type (entities), and macros. All of it is read from the directory and the first bytes of each part.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from transform.errors import UnreadableDocument

MAX_PARTS = 3_000
MAX_PART_BYTES = 12_000_000  # of XML; a report's main part has less than one million
MAX_TOTAL_BYTES = 200_000_000  # pictures included; they are never unpacked
MAX_RATIO = 300  # of XML over its packed size, beyond a first million bytes
_FREE_BYTES = 1_000_000
_HEAD = 4_096
_XML_ENDINGS = (".xml", ".rels", ".vml")
_MACROS = ("vbaproject.bin", "vbadata.xml")


def check_package(body: bytes) -> zipfile.ZipFile:
    """The archive, if nothing in it is dangerous. Raises UnreadableDocument with the reason."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableDocument("damaged_document", f"the package is damaged: {error}") from error
    total = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or total > MAX_TOTAL_BYTES:
        raise UnreadableDocument("too_large", f"the package has {len(parts)} parts of {total} bytes")
    for part in parts:
        _check_part(archive, part)
    return archive


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    if part.flag_bits & 0x1:
        raise UnreadableDocument("locked_document", f"{part.filename} is encrypted")
    if name.endswith(_MACROS):
        raise UnreadableDocument("macro_document", f"the package carries macros ({part.filename})")
    if not name.endswith(_XML_ENDINGS):
        return
    is_blown_up = part.file_size > _FREE_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1)
    if part.file_size > MAX_PART_BYTES or is_blown_up:
        raise UnreadableDocument("too_large", f"{part.filename} unpacks to {part.file_size} bytes")
    _check_declarations(archive, part)


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, size: int = -1) -> bytes:
    """The first ``size`` bytes of a part, or all of it. Raises UnreadableDocument where it is damaged."""
    try:
        with archive.open(part) as stream:
            return stream.read(size)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableDocument("damaged_document", f"{part.filename} is damaged: {error}") from error


def _check_declarations(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No part of an office document declares a document type; one that does wants entities expanded."""
    head = read_part(archive, part, _HEAD)
    plain = head.replace(b"\x00", b"").upper()  # UTF-16 hides behind zero bytes
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableDocument("damaged_document", f"{part.filename} declares entities")
