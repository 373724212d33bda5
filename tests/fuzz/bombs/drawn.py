"""PDF files and pictures made to cost time or memory."""

from __future__ import annotations

import struct
import zlib
from itertools import accumulate

from extract import media
from tests.fuzz.bombs.kinds import bomb


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of numbered objects, the first its catalogue."""
    written = [b"%d 0 obj\n%b\nendobj\n" % (number, content) for number, content in enumerate(objects, start=1)]
    out = b"%PDF-1.5\n" + b"".join(written)
    places = accumulate(map(len, written[:-1]), initial=9)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


def stream_of(content: bytes, more: bytes = b"") -> bytes:
    """A deflated stream object."""
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(packed), more, packed)


_ONE_PAGE = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
_REFUSED_PDF = ("refused: too_large", "refused: too_slow", "refused: reader_died", "refused: damaged_document")


@bomb(media.PDF, *_REFUSED_PDF, "no report")
def pdf_of_many_pages() -> bytes:
    """A hundred thousand pages."""
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 100_003))
    pages = b"<</Type/Pages/Kids[%b]/Count 100000>>" % kids
    return pdf_of([_ONE_PAGE[0], pages, *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * 100_000])


@bomb(media.PDF, *_REFUSED_PDF, "no report")
def pdf_of_pages_in_a_ring() -> bytes:
    """A page tree that holds itself."""
    return pdf_of([_ONE_PAGE[0], b"<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 3>>"])


@bomb(media.PDF, *_REFUSED_PDF, "no report")
def pdf_that_inflates() -> bytes:
    """A page's content of 400 MB in 400 KB."""
    page_of = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    return pdf_of([*_ONE_PAGE, page_of, stream_of(bytes(400_000_000).replace(b"\0", b" "))])


@bomb(media.PDF, *_REFUSED_PDF, "no report")
def pdf_of_many_lines() -> bytes:
    """A page of a million strokes."""
    page_of = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 999 999]/Contents 4 0 R>>"
    return pdf_of([*_ONE_PAGE, page_of, stream_of(b"0 0 m 9 9 l S\n" * 1_000_000)])


@bomb(media.PDF, *_REFUSED_PDF, "no report")
def pdf_of_crossing_rules() -> bytes:
    """Rules that cross each other 200 times 200, on twenty pages."""
    rules = b"".join(b"%d 0 m %d 999 l S 0 %d m 999 %d l S " % (n, n, n, n) for n in range(0, 1_000, 5))
    count = 20
    kids = b" ".join(b"%d 0 R" % n for n in range(4, 4 + count))
    pages = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    page_of = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 999 999]/Contents 3 0 R>>"
    return pdf_of([_ONE_PAGE[0], pages, stream_of(rules), *[page_of] * count])


@bomb(media.PDF, *_REFUSED_PDF, "no report")
def pdf_of_objects_that_inflate() -> bytes:
    """An object stream of 300 MB."""
    return pdf_of([*_ONE_PAGE, stream_of(bytes(300_000_000), b"/Type/ObjStm/N 99999/First 999999")])


@bomb("image/png", "refused: too_large")
def picture_of_a_billion_dots() -> bytes:
    """60,000 by 60,000 dots, all white, in four megabytes."""
    return _png(60_000, 60_000)


@bomb("image/png", "refused: too_large")
def picture_of_one_line() -> bytes:
    """Thirty million dots wide and one high."""
    return _png(30_000_000, 1)


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
