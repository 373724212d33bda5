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


def pdf_of_forms(count: int, calls: int, last: bytes, content: bytes = b"/F Do ") -> bytes:
    """A page and forms, each of which calls the next several times; the last one calls the form of that number."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %b 0 R>>>>"
    nexts = [*(b"%d" % number for number in range(6, 5 + count)), last]
    forms = [stream_of(b"0 0 m 9 9 l S\n" + b"/F Do " * calls, form % number) for number in nexts]
    page_of = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
    return pdf_of([*_ONE_PAGE, page_of, stream_of(content), *forms])


@bomb(media.PDF, "refused: too_large")
def pdf_of_forms_that_call_forms() -> bytes:
    """Twelve forms that each call the next ten times."""
    return pdf_of_forms(12, 10, b"99")


@bomb(media.PDF, "refused: too_large")
def pdf_of_forms_in_a_ring() -> bytes:
    """Forms that call each other without end."""
    return pdf_of_forms(3, 2, b"5")


@bomb(media.PDF, "refused: too_large")
def pdf_of_forms_in_a_chain() -> bytes:
    """A thousand forms, each within the one before."""
    return pdf_of_forms(1_000, 1, b"99")


@bomb(media.PDF, "refused: too_large")
def pdf_of_one_form_called_often() -> bytes:
    """A form of few bytes, called a hundred thousand times."""
    return pdf_of_forms(1, 0, b"99", b"/F Do " * 300_000)


_SEEN_PDF = (*_REFUSED_PDF, "no report")
_TEXT = b"BT /T 9 Tf 9 9 Td (2023 1234567890 report of the office on disclosure, one two three four five) Tj ET "
_FONT = b"/Font<</T<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def pdf_with(resources: bytes, content: bytes, *objects: bytes) -> bytes:
    """A page of text and more; its further objects are numbered from 5."""
    page_of = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%b%b>>>>" % (_FONT, resources)
    return pdf_of([*_ONE_PAGE, page_of, stream_of(_TEXT + content), *objects])


@bomb(media.PDF, *_SEEN_PDF)
def pdf_of_a_pattern_of_dots() -> bytes:
    """A pattern of forty million tiles, which only drawing the page carries out."""
    kind = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.1/YStep 0.1/Resources<<>>"
    tile = stream_of(b"0 0 1 1 re f " * 1_000, kind)
    return pdf_with(b"/Pattern<</P 5 0 R>>", b"/Pattern cs /P scn 0 0 600 800 re f " * 50, tile)


@bomb(media.PDF, *_SEEN_PDF)
def pdf_of_a_picture_of_a_billion_dots() -> bytes:
    """A page with a picture of 40,000 by 40,000 dots."""
    kind = b"/Type/XObject/Subtype/Image/Width 40000/Height 40000/BitsPerComponent 8/ColorSpace/DeviceGray"
    picture = stream_of(bytes(40_000 * 5_000), kind)
    return pdf_with(b"/XObject<</I 5 0 R>>", b"600 0 0 800 0 0 cm /I Do", picture)


@bomb(media.PDF, *_SEEN_PDF)
def pdf_of_layers() -> bytes:
    """Ten thousand half transparent layers of the whole page."""
    state = b"/ExtGState<</G<</ca 0.5/BM/Luminosity>>>>"
    return pdf_with(state, b"/G gs " + b"0 0 600 800 re f " * 10_000)


@bomb(media.PDF, *_SEEN_PDF)
def pdf_of_digits_at_one_place() -> bytes:
    """Fifteen thousand digits over each other."""
    return pdf_with(b"", b"BT /T 9 Tf 99 99 Td " + b"(1) Tj -5 0 Td " * 15_000 + b"ET")


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
