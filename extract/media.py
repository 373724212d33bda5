"""Media types from magic bytes: what a document is, whatever its header or name claims."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

HTML = "text/html"
TEXT = "text/plain"
PDF = "application/pdf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
OLE = "application/x-ole-storage"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
GZIP = "application/gzip"
MHTML = "multipart/related"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFD = "application/ofd"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
JSON = "application/json"
XML = "application/xml"
UNKNOWN = "application/octet-stream"

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", GZIP),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_TAG = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|meta|title|table|div|p|span|script|a|br|h[1-6]|ul|li|tr|td|font)\b", re.I
)
_CALLBACK = re.compile(rb"[A-Za-z_$][\w.$]{0,80}\(\s*[{\[]\s*[\"{]")  # JSONP: an answer as the argument of a call
_HEADER_LINE = re.compile(rb"[a-z-]{3,40}: ")
_PROBE = 65_536
_HEAD = 1_024
_HEADERS = 4_096  # of a saved page: its title stands there in three characters for each byte


def sniff_media_type(body: bytes, declared: str | None = None) -> str:
    """The media type of ``body``. ``declared`` (a Content-Type header) decides only between kinds of plain text."""
    head = body[:_HEAD]
    if b"%PDF-" in head:
        return PDF
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_type(body)
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(body)
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "image/webp"
    if body.startswith(b"BM") and b"\x00" in body[6:10]:
        return "image/bmp"
    for magic, media_type in _MAGIC:
        if body.startswith(magic):
            return media_type
    return _text_type(body, declared)


def declared_media_type(header: str | None) -> str | None:
    """The bare, lower-case type of a Content-Type header."""
    return (header or "").split(";", 1)[0].strip().lower() or None


def _text_type(body: bytes, declared: str | None) -> str:
    if _is_saved_page(body[:_HEADERS]):
        return MHTML
    has_bom = body.startswith(_BOMS)
    probe = body[:_PROBE]
    if not has_bom and b"\x00" in probe:
        return UNKNOWN
    text = probe.replace(b"\x00", b"") if has_bom else probe
    bare = text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if (bare[:1] in (b"{", b"[") or _CALLBACK.match(bare)) and declared_media_type(declared) not in (HTML, TEXT):
        return JSON
    if _HTML_TAG.search(text):
        return HTML
    return XML if bare.startswith(b"<?xml") else TEXT


def _is_saved_page(head: bytes) -> bool:
    """A page saved with its pictures begins with the headers of a message."""
    bare = head.lstrip().lower()
    return _HEADER_LINE.match(bare) is not None and b"mime-version:" in bare and b"multipart/related" in bare


def _ole_type(body: bytes) -> str:
    """Word and Excel before 2007 share a container: the name of the main stream tells them apart."""
    if "WordDocument".encode("utf-16-le") in body:
        return DOC
    if "Workbook".encode("utf-16-le") in body or "Book".encode("utf-16-le") in body:
        return XLS
    return OLE


def _zip_type(body: bytes) -> str:
    try:
        names = zipfile.ZipFile(BytesIO(body)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return ZIP
    if any(name.startswith("word/") for name in names):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        return XLSX
    if "OFD.xml" in names:
        return OFD
    return next((kind for kind in (ODS, ODT) if b"mimetype" + kind.encode() in body[:_HEAD]), ZIP)
