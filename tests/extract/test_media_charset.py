"""Media type and charset from the bytes, whatever is declared."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.charset import decode_text
from extract.media import sniff_media_type

TEXT = "示例县政府信息公开工作年度报告，全年公开信息二百条。"


def zipped(name: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0", "image/png"),
        (b"\xff\xd8\xff\xe0\0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (zipped("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (zipped("readme.txt"), "application/zip"),
        (b"PK\x03\x04broken", "application/zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (OLE, "application/x-ole-storage"),
        (b"<!DOCTYPE html><html></html>", "text/html"),
        (b'<?xml version="1.0"?><datastore/>', "application/xml"),
        (b'{"total": 3}', "application/json"),
        (TEXT.encode("gbk"), "text/plain"),
        (b"\0\1\2\3", "application/octet-stream"),
        (b"", "text/plain"),
        ("\ufeff<html><p>a</p></html>".encode("utf-16-le"), "text/html"),
    ],
)
def test_magic_bytes_decide(body: bytes, media_type: str) -> None:
    assert sniff_media_type(body, "application/pdf") == media_type


@pytest.mark.parametrize("declared", [None, "iso-8859-1", "utf-8", "gb2312", "big5"])
@pytest.mark.parametrize(("codec", "name"), [("utf-8", "utf-8"), ("gbk", "gb18030"), ("gb18030", "gb18030")])
def test_a_wrong_declaration_changes_nothing(codec: str, name: str, declared: str | None) -> None:
    assert decode_text(TEXT.encode(codec), declared) == (TEXT, name)


def test_byte_order_marks_go_first() -> None:
    assert decode_text(("\ufeff" + TEXT).encode("utf-8")) == (TEXT, "utf-8")
    assert decode_text(("\ufeff" + TEXT).encode("utf-16-le")) == (TEXT, "utf-16-le")


def test_big5_is_told_from_gb18030_by_its_declaration_and_its_words() -> None:
    text = "示例縣政府資訊公開年度報告的工作是在不了有和人年月日"
    assert decode_text(text.encode("big5"), "big5") == (text, "big5")


def test_a_string_cut_by_bytes_stays_utf8() -> None:
    body = (TEXT * 5).encode() + "县".encode()[:2]
    text, charset = decode_text(body, "utf-8")
    assert charset == "utf-8"
    assert text == TEXT * 5 + "\ufffd"


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_and_typed(body: bytes) -> None:
    text, charset = decode_text(body)
    assert isinstance(text, str)
    assert charset in {"utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5"}
    assert "/" in sniff_media_type(body)


@given(st.text(alphabet=st.characters(codec="gb18030", exclude_characters="\ufeff\ufffd"), max_size=200))
def test_utf8_survives(text: str) -> None:
    assert decode_text(text.encode()) == (text, "utf-8")
