"""The readers under fuzzing: whole documents to begin with, what their format is made of, and their bounds."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract import media
from tests.fuzz.damage import Step, Words, damage, damage_package
from tests.transform.containers import CONTAINERS
from tests.transform.generator.numbers import realistic_numbers, with_blanks
from tests.transform.generator.page import Page, make_page
from tests.transform.office import SOFFICE, convert
from tests.transform.old_sheets import write_xls
from tests.transform.wrapping import save_page, zip_up
from transform.readers.isolate import MEGABYTE

FIXTURES = Path(__file__).parents[1] / "transform" / "fixtures"


@dataclass(frozen=True)
class Target:
    """A media type, its seed documents, its words, and what one document may use (CPU seconds, bytes)."""

    media_type: str
    seeds: Callable[[], Sequence[bytes]]
    words: Words
    harm: Callable[[bytes, Sequence[Step], Words], bytes] = damage
    seconds: float = 2.0
    memory: int = 300 * MEGABYTE


@cache
def pages() -> tuple[Page, ...]:
    """One page of each edition, zeros partly blank."""
    rng = random.Random(7)
    return tuple(make_page(edition, with_blanks(realistic_numbers(edition, rng), rng)) for edition in ("2019", "2021"))


def _in(container: str) -> Callable[[], Sequence[bytes]]:
    return cache(lambda: tuple(CONTAINERS[container](page) for page in pages()))


@cache
def _html() -> tuple[bytes, ...]:
    return tuple(page.write() for page in pages())


@cache
def _saved() -> tuple[bytes, ...]:
    return tuple(save_page(page, coding) for page in _html() for coding in ("quoted-printable", "base64", "8bit"))


@cache
def _zipped() -> tuple[bytes, ...]:
    return tuple(zip_up({"logo.png": b"x", "report.html": page}) for page in _html())


@cache
def _xls() -> tuple[bytes, ...]:
    """One written by Excel, and whole reports."""
    return ((FIXTURES / "documents_2021.xls").read_bytes(), *map(write_xls, pages()))


@cache
def _pictures() -> tuple[bytes, ...]:
    """The second page of the ruled PDF in the formats pictures come in, small enough to be read in a second."""
    import pypdfium2

    image = pypdfium2.PdfDocument(CONTAINERS["ruled pdf"](pages()[1]))[0].render(scale=0.8).to_pil()
    found = []
    for kind in ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"):
        stream = io.BytesIO()
        image.save(stream, kind)
        found.append(stream.getvalue())
    return tuple(found)


@cache
def _old_word() -> tuple[bytes, ...]:
    """Word 97 and RTF written by LibreOffice; nothing without it."""
    return tuple(convert(_in("docx")()[1], kind) for kind in ("doc", "rtf")) if SOFFICE else ()


_HTML_WORDS = (
    b"<table>", b"</table>", b"<tr>", b"<td>", b"</td>", b'<td rowspan="65534">', b'<td colspan="1000">', b"<div>",
    b"<b>", b"<font color=red>", b"<!--", b"<script>", b"<style>", b"<svg><title>", b"<template>", b"<select><option>",
    b"&nbsp;", b"&#0;", b"&#x10FFFF;", b"<p a='", b'"', b"<![CDATA[", "（一）".encode(), "年".encode(), b"\xff\xfe",
    b"\x00", b"<meta charset=utf-16>", b"<frameset>", b"<caption>", "总计".encode(), b"12345678901234567890",
)  # fmt: skip
_MIME_WORDS = (
    b"\r\n------Part--x\r\n", b"\r\n------Part--x--\r\n", b"\r\n\r\n", b"Content-Transfer-Encoding: x\r\n", b"=", b"=0",
    b'boundary="x"', b"Content-Type: text/html; charset=\"utf-7\"\r\n", b"=?utf-8?B?////?=",
)  # fmt: skip
_TEXT_WORDS = (
    b"|", b"|---|", b"\t", b"\n", b"\r", b"\x0c", b" ", "　".encode(), b"# ", b"0 ", b"00", b"126.8426", b"-", b"/",
    b"9" * 400, b"<br>", "三、".encode(), "（七）总计".encode(), "件".encode(), "其中".encode(), "2023年".encode(),
    b"\xff\xfe", b"\x00", b"\\|", "⼈⽂".encode(), "总计".encode(), "、".encode(), "（".encode(),
)  # fmt: skip
_PDF_WORDS = (
    b"<<", b">>", b"[", b"]", b" obj\n", b"endobj\n", b"stream\n", b"endstream", b"/Kids[2 0 R]", b"/Parent 2 0 R",
    b"/Length 99999999", b"/Filter/FlateDecode", b"/Filter/LZWDecode", b"/Filter[/ASCIIHexDecode/RunLengthDecode]",
    b"/Filter/CCITTFaxDecode", b"/DecodeParms<</Predictor 12/Columns 99999999>>", b"BT ", b"ET ", b"q ", b"Q ",
    b"/F1 1e9 Tf ", b"/F9 8 Tf ", b"<0031> Tj ", b"0 0 1 1 re f ", b"9 w 0 0 m 1e30 1e30 l S ", b"1e-9 0 0 1e9 0 0 cm ",
    b"/MediaBox[0 0 0 0]", b"/MediaBox[-1e9 0 1e9 9]", b"/Rotate 90", b"/Type/ObjStm/N 99999/First 9",
    b"/Encrypt 1 0 R", b"/Encoding/Identity-H", b"/W[0 99999999 1000]", b"BI /W 99999 /H 99999 ID ", b"EI ", b"\x00",
    b"trailer<</Root 1 0 R/Prev 9>>", b"startxref\n9\n",
)  # fmt: skip
_DOCX_WORDS = (
    b"<w:tbl>", b"</w:tbl>", b"<w:tr>", b"</w:tr>", b"<w:tc>", b"</w:tc>", b"<w:p>", b"</w:p>", b"<w:t>9</w:t>",
    b'<w:gridSpan w:val="999999999"/>', b'<w:gridSpan w:val="x"/>', b'<w:vMerge w:val="restart"/>', b"<w:vMerge/>",
    b'<w:gridBefore w:val="-9"/>', b'<w:gridBefore w:val="9999999999"/>', b"<w:trPr>", b"<w:sdt><w:sdtContent>",
    b"<w:ins>", b"<w:del>", b"<w:br/>", b"<w:tab/>", b'<w:pStyle w:val="x"/>', b"<w:numPr/>", b"<!-- x -->", b"<?x y?>",
    b"&lt;", b"&#0;", b"\xff",
)  # fmt: skip
_XLSX_WORDS = (
    b'<row r="1048576">', b"</row>", b'<c r="XFD1048576" t="s"><v>999999</v></c>', b'<c r="A1" t="b"><v>1</v></c>',
    b'<c r="A1"><v>1e308</v></c>', b'<c t="inlineStr"><is><t>9</t></is></c>', b'<c t="e"><v>#REF!</v></c>',
    b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="B2:A1"/>', b'<mergeCells><mergeCell ref="A1:Z999"/>',
    b'<dimension ref="A1:XFD1048576"/>', b"<f>SUM(A1:XFD9)</f>", b'<c r="A1" t="d"><v>2023-01-01</v></c>',
    b'<c r="A1" s="999999"><v>nan</v></c>', b'<sheet name="x" sheetId="9" r:id="rId9" state="hidden"/>', b"<si><t>",
    b"</sheetData>", b'<c r="" ', b'<col min="1" max="16384"/>', b"&#0;", b"\xff",
)  # fmt: skip
_BINARY_WORDS = (
    b"\x00" * 64,
    b"\xff" * 64,
    b"\x01\x00\x00\x00",
    b"\xfe\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"PK\x03\x04",
)
_RTF_WORDS = (
    *_BINARY_WORDS,
    b"{",
    b"}",
    b"\\trowd",
    b"\\cell",
    b"\\row",
    b"\\bin99999999 ",
    b"\\u-1?",
    b"\\cellx9999999",
)

TARGETS: dict[str, Target] = {
    "html": Target(media.HTML, _html, _HTML_WORDS),
    "text": Target(media.TEXT, _in("one cell a line"), _TEXT_WORDS),
    "markdown": Target("text/markdown", _in("markdown"), _TEXT_WORDS),
    "docx": Target(media.DOCX, _in("docx"), _DOCX_WORDS, damage_package),
    "xlsx": Target(media.XLSX, _in("xlsx"), _XLSX_WORDS, damage_package),
    "mhtml": Target(media.MHTML, _saved, (*_HTML_WORDS, *_MIME_WORDS)),
    "zip": Target(media.ZIP, _zipped, _BINARY_WORDS),
    "xls": Target(media.XLS, _xls, _BINARY_WORDS),
    # A page of rules is read in a second; what a broken one may take at most is bounded by its own process.
    "pdf": Target(media.PDF, _in("ruled pdf"), _PDF_WORDS),
    "picture": Target("image/png", _pictures, _BINARY_WORDS, seconds=30, memory=1_000 * MEGABYTE),
    "doc": Target(media.DOC, _old_word, _RTF_WORDS, seconds=60),
}
