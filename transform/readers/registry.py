"""Which reader takes which media type. Readers are imported when first used: PDF and Office libraries cost seconds."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from extract import media
from transform.errors import UnreadableDocument
from transform.grids import DocumentContent
from transform.models import Hints
from transform.readers.isolate import MEGABYTE, Bounds, read_isolated
from transform.readers.wrapped.inner import Inner


@dataclass(frozen=True, slots=True)
class Reader:
    """``module:function``, and the bounds of its own process where it needs one."""

    name: str
    bounds: Bounds | None = None


_PIPE_RULE = re.compile(rb"^\|[ :]*-{3,}[ :]*\|", re.MULTILINE)
_PICTURE = Reader("transform.readers.picture:read_picture", Bounds(1_500 * MEGABYTE, 180))
_OLD_WORD = Reader("transform.readers.word.doc:read_doc", Bounds(220 * MEGABYTE, 30))
"""A report takes two seconds. What LibreOffice shares with others comes on top of its own data, 75 MB of it."""
READERS: dict[str, Reader] = {
    media.HTML: Reader("transform.readers.html.reader:read_html"),
    media.JSON: Reader("transform.readers.html.json_page:read_json"),
    media.TEXT: Reader("transform.readers.text.reader:read_text"),
    "text/markdown": Reader("transform.readers.text.reader:read_text"),
    media.PDF: Reader("transform.readers.pdf.reader:read_pdf", Bounds(256 * MEGABYTE, 60)),
    media.DOCX: Reader("transform.readers.word.docx:read_docx"),
    media.DOC: _OLD_WORD,
    "application/rtf": _OLD_WORD,
    media.ODT: Reader("transform.readers.word.doc:read_odt", Bounds(220 * MEGABYTE, 30)),
    media.XLSX: Reader("transform.readers.sheet.xlsx:read_xlsx"),
    media.XLS: Reader("transform.readers.sheet.xls:read_xls", Bounds(300 * MEGABYTE, 60)),
    **dict.fromkeys(("image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp", "image/webp"), _PICTURE),
}
WRAPPERS: dict[str, str] = {
    media.GZIP: "transform.readers.wrapped.gzipped:take_gzipped",
    media.ZIP: "transform.readers.wrapped.zipped:take_zipped",
    media.MHTML: "transform.readers.wrapped.mhtml:take_page",
}
UNSUPPORTED = {
    media.ODS: "an OpenDocument spreadsheet; next: save it as XLSX",
    media.OFD: "an OFD document (GB/T 33190); next: save it as PDF",
    media.RAR: "a RAR archive; next: unpack it",
    media.SEVEN_ZIP: "a 7z archive; next: unpack it",
    media.OLE: "an old Office file that is neither Word nor Excel; next: save it as DOCX or PDF",
}
_SCANNED_PDF = Reader("transform.readers.picture:read_scanned_pdf", Bounds(1_500 * MEGABYTE, 600))


def read_document(body: bytes, media_type: str, hints: Hints) -> DocumentContent:
    """The document as blocks. Raises UnreadableDocument where no reader takes it or its reader refuses it."""
    if media_type == media.HTML and _is_markdown(body):
        media_type = media.TEXT
    if media_type in WRAPPERS:
        return _read_wrapped(body, media_type, hints)
    reader = READERS.get(media_type)
    if reader is None and media_type in UNSUPPORTED:
        raise UnreadableDocument("unsupported_container", f"this is {UNSUPPORTED[media_type]}")
    if reader is None:
        raise UnreadableDocument("unknown_media_type", f"no reader for {media_type}")
    try:
        return _run(reader, body, hints)
    except UnreadableDocument as error:
        if error.code != "scanned_document":
            raise
        return _run(_SCANNED_PDF, body, hints)


def _read_wrapped(body: bytes, media_type: str, hints: Hints) -> DocumentContent:
    """The one document inside; an archive within an archive is refused."""
    inner = _load(WRAPPERS[media_type])(body)
    assert isinstance(inner, Inner)
    kind = media.sniff_media_type(inner.body)
    if kind in (media.ZIP, media.GZIP) or (kind == media.MHTML == media_type):
        raise UnreadableDocument("nested_archive", f"{kind} within {media_type}; next: unpack it")
    if not inner.body.strip():
        raise UnreadableDocument("empty_document", f"the document within {media_type} is empty")
    content = read_document(inner.body, kind, replace(hints, declared_media_type=None, declared_charset=inner.charset))
    return replace(content, issues=(*inner.issues, *content.issues))


def _is_markdown(body: bytes) -> bool:
    """Pipe tables and no HTML table: Markdown writes <br> into its cells, which looks like a page."""
    has_pipes = body.startswith(b"|") or b"\n|" in body  # told at once; the expression looks at every line
    return has_pipes and _PIPE_RULE.search(body) is not None and b"<table" not in body.lower()


def _load(name: str) -> Callable[..., object]:
    module, _, function = name.partition(":")
    found: Callable[..., object] = getattr(importlib.import_module(module), function)
    return found


def _run(reader: Reader, body: bytes, hints: Hints) -> DocumentContent:
    if reader.bounds is not None:
        return read_isolated(reader.name, body, hints, reader.bounds)
    content = _load(reader.name)(body, hints)
    assert isinstance(content, DocumentContent)
    return content
