"""A ZIP archive with one document in it, as offices attach them. Names of files are shown and never used as paths."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from transform.errors import UnreadableDocument
from transform.readers.package import MAX_PARTS, read_part
from transform.readers.wrapped.inner import MAX_BYTES, Inner

_DOCUMENTS = frozenset(
    f".{name}"
    for kind in ("pdf ofd", "doc docx wps rtf odt", "xls xlsx et ods", "htm html mht mhtml", "txt md csv json")
    for name in kind.split()
)
_FURNITURE = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_SHOWN, _LONGEST_NAME = 5, 60


def take_zipped(body: bytes) -> Inner:
    """The document inside. Raises UnreadableDocument where there is none, or nobody can say which is meant."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
        files = [part for part in archive.infolist() if not part.is_dir() and not _is_furniture(part.filename)]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableDocument("damaged_document", f"the archive is damaged: {error}") from error
    if len(files) > MAX_PARTS:
        raise UnreadableDocument("too_large", f"the archive has {len(files)} files")
    documents = [part for part in files if PurePosixPath(part.filename.lower()).suffix in _DOCUMENTS]
    found = documents or files
    if len(found) != 1:
        names = ", ".join(map(_shown_name, found[:_SHOWN])) or "nothing"
        reason = f"the archive holds {len(found)} documents ({names}); next: check the one that is the report by itself"
        raise UnreadableDocument("several_documents", reason)
    issues = [("from_archive", {"name": _shown_name(found[0])})]
    return Inner(_unpack(archive, found[0]), issues=(*issues, *((("part_unread", {}),) if len(files) > 1 else ())))


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    name = _shown_name(part)
    if part.flag_bits & _ENCRYPTED:
        raise UnreadableDocument("locked_document", f"{name} is encrypted")
    if part.compress_type not in _METHODS:  # others may ask for any amount of memory
        raise UnreadableDocument("damaged_document", f"{name} is packed by method {part.compress_type}")
    inner = read_part(archive, part, MAX_BYTES + 1) if part.file_size <= MAX_BYTES else b""
    if part.file_size > MAX_BYTES or len(inner) > MAX_BYTES:
        raise UnreadableDocument("too_large", f"{name} unpacks to {part.file_size} bytes, limit {MAX_BYTES}")
    return inner


def _is_furniture(name: str) -> bool:
    """What a system puts beside the files: __MACOSX/._report.doc, Thumbs.db."""
    last = PurePosixPath(name).name.lower()
    return name.startswith("__MACOSX/") or last in _FURNITURE or last.startswith("._")


def _shown_name(part: zipfile.ZipInfo) -> str:
    """The name to show; names that do not say they are UTF-8 are those of a Chinese Windows."""
    name = PurePosixPath(part.filename).name
    if not part.flag_bits & _UTF8_NAME:
        name = name.encode("cp437", "replace").decode("gb18030", "replace")
    return "".join(character for character in name if character.isprintable())[:_LONGEST_NAME]
