"""A page saved with its pictures in one file (MHTML, ``.mht``): the parts of a MIME message, RFC 2557."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import pairwise

from transform.errors import UnreadableDocument
from transform.readers.package import MAX_PARTS
from transform.readers.wrapped.inner import MAX_BYTES, Inner

_HEADERS = 16_384  # bytes of them, of the message and of each part
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LONGEST_BOUNDARY = 70  # RFC 2046


def take_page(body: bytes) -> Inner:
    """The page itself; frames beside it are named as unread. Raises UnreadableDocument where there is none, or the file
    breaks off in it: its last number may have lost digits."""
    if len(body) > MAX_BYTES:
        raise UnreadableDocument("too_large", f"the saved page has {len(body)} bytes, limit {MAX_BYTES}")
    head, start = _read_headers(body)
    boundary = str(head.get_param("boundary") or "").encode("ascii", "replace")
    if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise UnreadableDocument("damaged_document", "the saved page does not say where its parts end")
    pages = [part for part in _split(body[start:], boundary) if part[0].get_content_type() == "text/html"]
    if not pages:
        raise UnreadableDocument("damaged_document", "the saved page holds no page, or breaks off in it")
    root = str(head.get_param("start") or "")
    headers, content = next((part for part in pages if root and part[0].get("Content-ID") == root), pages[0])
    charset = headers.get_content_charset()
    return Inner(_decode(headers, content), charset, (("part_unread", {}),) if len(pages) > 1 else ())


def _read_headers(body: bytes) -> tuple[Message, int]:
    """The headers, and where what they are about begins."""
    end = _BLANK_LINE.search(body, 0, _HEADERS)
    if end is None:
        raise UnreadableDocument("damaged_document", "the headers of a saved page do not end")
    return BytesHeaderParser().parsebytes(body[: end.start()] + b"\n\n"), end.end()


def _split(body: bytes, boundary: bytes) -> Iterator[tuple[Message, bytes]]:
    """The parts between two boundaries: the last one of a file that was cut is none."""
    marks = re.finditer(rb"^--" + re.escape(boundary) + rb"(?:--)?[ \t]*\r?$", body, re.MULTILINE)
    for number, (one, other) in enumerate(pairwise(marks)):
        if number == MAX_PARTS:
            raise UnreadableDocument("too_large", f"the saved page has more than {MAX_PARTS} parts")
        if not one[0].rstrip().endswith(boundary + b"--"):
            part = body[one.end() + 1 : other.start()]
            headers, start = _read_headers(part)
            yield headers, part[start:]


def _decode(headers: Message, content: bytes) -> bytes:
    coding = str(headers.get("Content-Transfer-Encoding") or "").strip().lower()
    if coding == "quoted-printable":
        return quopri.decodestring(content)
    if coding != "base64":
        return content
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error as error:
        raise UnreadableDocument("damaged_document", f"the saved page is damaged: {error}") from error
