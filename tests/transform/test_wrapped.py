"""Reports inside something else: gzip, an archive with one document, a page saved with its pictures, OpenDocument."""

from __future__ import annotations

import gzip
import random
import zipfile

import pytest

from extract import media
from extract.media import sniff_media_type
from tests.transform.containers import write_docx, write_xlsx
from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import make_page
from tests.transform.looks import assert_whole
from tests.transform.office import convert, needs_office
from tests.transform.reading import refusal
from tests.transform.wrapping import save_page, zip_up
from transform.models import Hints
from transform.parse import parse_document
from transform.readers.wrapped import inner as wrapped_inner

PAGE = make_page("2021", realistic_numbers("2021", random.Random(6)))

WRAPPED = {
    "page in gzip": lambda page: gzip.compress(page.write()),
    "pages of gzip in a row": lambda page: gzip.compress(page.write()[:900]) + gzip.compress(page.write()[900:]),
    "workbook in gzip": lambda page: gzip.compress(write_xlsx(page)),
    "Word in an archive": lambda page: zip_up({"年报/附件.docx": write_docx(page)}),
    "beside what systems add": lambda page: zip_up(
        {"年报.htm": page.write(), "__MACOSX/._年报.htm": b"x", "Thumbs.db": b"x", "logo.png": b"x"}
    ),
    "stored, and named to climb": lambda page: zip_up({"../../etc/a.html": page.write()}, method=zipfile.ZIP_STORED),
    "saved page": lambda page: save_page(page.write()),
    "saved page in base64": lambda page: save_page(page.write(), "base64"),
    "saved page in GBK": lambda page: save_page(
        page.html().replace("utf-8", "gbk").encode("gbk"), "quoted-printable", "gbk"
    ),
    "saved page in an archive": lambda page: zip_up({"a.mht": save_page(page.write(), "8bit")}),
}


@pytest.mark.parametrize("wrapper", WRAPPED)
def test_what_is_inside_is_read(wrapper: str) -> None:
    assert_whole(PAGE, parse_document(WRAPPED[wrapper](PAGE), Hints()))


def test_the_file_taken_out_of_an_archive_is_named() -> None:
    report = parse_document(zip_up({"示例县年报.html": PAGE.write(), "logo.png": b"x"}), Hints())
    said = {issue.code: issue.message_zh for issue in report.issues}
    assert "示例县年报.html" in said["from_archive"]
    assert "part_unread" in said
    assert report.document.media_type == media.ZIP


@needs_office
def test_an_opendocument_text() -> None:
    body = convert(write_docx(PAGE), "odt")
    assert sniff_media_type(body) == media.ODT
    assert_whole(PAGE, parse_document(body, Hints()))


def encrypted() -> bytes:
    body = bytearray(zip_up({"a.html": b"x" * 99}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + flags] |= 1
    return bytes(body)


REFUSED = {
    "two reports": (zip_up({"a.docx": b"x", "b.docx": b"x"}), "several_documents"),
    "nothing": (zip_up({}), "several_documents"),
    "an archive within": (zip_up({"a.zip": zip_up({"a.html": b"<html>"})}), "nested_archive"),
    "gzip within": (gzip.compress(gzip.compress(b"<html>")), "nested_archive"),
    "an empty file": (zip_up({"a.html": b""}), "empty_document"),
    "locked": (encrypted(), "locked_document"),
    "a method that asks for memory": (zip_up({"a.html": b"x"}, method=zipfile.ZIP_LZMA), "damaged_document"),
    "gzip that breaks off": (gzip.compress(PAGE.write())[:-40], "damaged_document"),
    "a saved page that breaks off": (save_page(PAGE.write())[:9000], "damaged_document"),
    "a saved page without one": (save_page(b"").replace(b"text/html; ", b"text/css; "), "damaged_document"),
    "base64 that is none": (save_page(b"<p>a</p>", "base64").replace(b"PHA+", b"P!A+"), "damaged_document"),
    "a spreadsheet": (
        zip_up({"mimetype": media.ODS.encode(), "content.xml": b"<a/>"}, method=zipfile.ZIP_STORED),
        "unsupported_container",
    ),
    "OFD": (zip_up({"OFD.xml": b"<a/>", "Doc_0/Document.xml": b"<a/>"}), "unsupported_container"),
    "a saved page of parts": (
        save_page(b"x").replace(
            b"\r\n------Part--x--", b"\r\n------Part--x\r\n\r\n\r\n" * 1_000_000 + b"------Part--x--"
        ),
        "too_large",
    ),
    "RAR": (b"Rar!\x1a\x07\x00" + b"x" * 99, "unsupported_container"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"x" * 99, "unsupported_container"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_rest_is_refused_by_name(case: str) -> None:
    body, code = REFUSED[case]
    assert refusal(body, sniff_media_type(body)) == code


def test_what_unpacks_beyond_the_limit_is_refused() -> None:
    """Bombs: neither the size that the directory states nor the packed size counts, only what comes out."""
    large = b"\0" * (wrapped_inner.MAX_BYTES + 1)
    assert refusal(gzip.compress(large, 1), media.GZIP) == "too_large"
    packed = zip_up({"a.txt": large})
    assert refusal(packed, media.ZIP) == "too_large"
    lying = packed.replace(len(large).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert refusal(lying, media.ZIP) in ("too_large", "damaged_document")
