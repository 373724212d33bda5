"""Word and Excel files made to cost time or memory, and archives that unpack to far more than they are."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from extract import media
from tests.fuzz.bombs.kinds import bomb, page


def pack(parts: dict[str, bytes]) -> bytes:
    """A package of parts, deflated."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def repack(body: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    return pack({**parts, name: change(parts[name])})


def docx_of(markup: str) -> bytes:
    """A Word document with ``markup`` at the end of its body."""
    from tests.transform.containers import CONTAINERS

    return repack(
        CONTAINERS["docx"](page()),
        "word/document.xml",
        lambda part: part.replace(b"</w:body>", markup.encode() + b"</w:body>"),
    )


@bomb(media.DOCX, "refused: too_large")
def word_paragraphs() -> bytes:
    """A million empty paragraphs, seven megabytes of XML in a few kilobytes."""
    return docx_of("<w:p/>" * 1_000_000)


@bomb(media.DOCX, "refused: too_many_lines")
def word_paragraphs_with_text() -> bytes:
    """Paragraphs with text, packed badly enough to pass for a document."""
    rng = random.Random(1)
    return docx_of("".join(f"<w:p><w:r><w:t>{rng.random()}</w:t></w:r></w:p>" for _ in range(200_000)))


@bomb(media.DOCX, "refused: too_many_cells")
def word_rows() -> bytes:
    """A table of 40,000 rows."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rng = random.Random(1)
    rows = (f"<w:tr>{cell.format(rng.random())}{cell.format(1)}</w:tr>" for _ in range(40_000))
    return docx_of(f"<w:tbl>{''.join(rows)}</w:tbl>")


@bomb(media.DOCX, "report", "refused: too_large", "refused: damaged_document", "refused: too_deep")
def word_tables_in_tables() -> bytes:
    """Tables in tables."""
    return docx_of("<w:tbl><w:tr><w:tc>" * 3_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3_000)


@bomb(media.DOCX, "refused: damaged_document")
def word_entities() -> bytes:
    """Entities that grow a thousandfold at each step."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "公开">{entities}]>'.encode()
    return repack(docx_of(""), "word/document.xml", lambda part: head + part.replace(b"</w:body>", b"&a9;</w:body>"))


@bomb(media.DOCX, "refused: damaged_document", "refused: too_large")
def word_entities_behind_a_comment() -> bytes:
    """The same behind a comment of five kilobytes."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!--{"x" * 5_000}--><!DOCTYPE x [<!ENTITY a0 "公开">{entities}]>'.encode()
    return repack(docx_of(""), "word/document.xml", lambda part: head + part.replace(b"</w:body>", b"&a9;</w:body>"))


@bomb(media.DOCX, "refused: too_large", "refused: damaged_document")
def zip_of_a_gigabyte() -> bytes:
    """One part that unpacks to a gigabyte of zeros, in a megabyte."""
    return _deflated_zeros("word/document.xml", 1 << 30, 1 << 30)


@bomb(media.DOCX, "refused: too_large", "refused: damaged_document")
def zip_that_lies() -> bytes:
    """The same, its directory says a thousand bytes."""
    return _deflated_zeros("word/document.xml", 1 << 30, 1_000)


def _deflated_zeros(name: str, size: int, said: int) -> bytes:
    """A package whose part ``name`` unpacks to ``size`` zero bytes and is said to have ``said``."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    rest = zipfile.ZipFile(io.BytesIO(docx_of("")))
    parts = {part: rest.read(part) for part in rest.namelist() if part != name}
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 33, 0, len(packed), said, len(name), 0)
    head = local + name.encode() + packed
    body = pack(parts)
    start = body.rindex(b"PK\x05\x06")
    count, _, offset = struct.unpack("<HII", body[start + 10 : start + 20])
    entries = body[offset:start]
    moved, at = b"", 0
    while at < len(entries):
        names, extra, comment = struct.unpack("<HHH", entries[at + 28 : at + 34])
        there = struct.unpack("<I", entries[at + 42 : at + 46])[0] + len(head)
        end = at + 46 + names + extra + comment
        moved += entries[at : at + 42] + struct.pack("<I", there) + entries[at + 46 : end]
        at = end
    own = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, 0, len(packed), said, len(name), 0, 0, 0, 0, 0, 0
    )
    directory = own + name.encode() + moved
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(directory), len(head) + offset, 0)
    return head + body[:offset] + directory + tail


def sheet_of(rows: str, extra: str = "") -> bytes:
    """A workbook whose first sheet holds ``rows``."""
    from tests.transform.containers import CONTAINERS

    def change(part: bytes) -> bytes:
        start, end = part.index(b"<sheetData>") + 11, part.index(b"</sheetData>")
        return part[:start] + rows.encode() + part[end : end + 12] + extra.encode() + b"</worksheet>"

    return repack(CONTAINERS["xlsx"](page()), "xl/worksheets/sheet1.xml", change)


@bomb(media.XLSX, "refused: too_large")
def sheet_of_a_billion_rows() -> bytes:
    """One cell at the far corner of the sheet."""
    return sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@bomb(media.XLSX, "refused: too_large")
def sheet_of_many_rows() -> bytes:
    """100,000 rows."""
    return sheet_of("".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 10007}</v></c></row>' for n in range(1, 100_000)))


@bomb(media.XLSX, "refused: too_large")
def sheet_merged_whole() -> bytes:
    """The whole sheet as one merged cell, a hundred times."""
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 100))
    return sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', f"<mergeCells>{merges}</mergeCells>")


@bomb(media.XLSX, "no report")
def sheets_without_end() -> bytes:
    """A large sheet thirty times, formulas in it."""
    row = "".join(f'<c r="{chr(65 + n)}{{0}}"><f>1+1</f><v>{n}</v></c>' for n in range(26))
    return sheet_of("".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(1, 1_990)))


@bomb(media.XLSX, "report")
def workbook_of_merged_cells() -> bytes:
    """Six thousand merged cells in the rows under the report (found by fuzzing)."""
    from tests.transform.containers import CONTAINERS

    merges = "".join(
        f'<mergeCell ref="{column}{row}:{column}{row + 1}"/>'
        for row in range(301, 1_400, 2)
        for column in "BCDEFGHIJKL"
    )
    return repack(
        CONTAINERS["xlsx"](page()),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</mergeCells>", merges.encode() + b"</mergeCells>"),
    )


@bomb(media.XLSX, "report", "refused: damaged_document")
def workbook_of_hidden_columns() -> bytes:
    """Ten thousand hidden columns, and rules for the look of every place of the sheet."""
    from tests.transform.containers import CONTAINERS

    columns = '<cols><col min="30" max="16384" hidden="1"/></cols>'
    look = '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="dataBar" priority="1"><dataBar showValue="0">'
    ends = '<cfvo type="min"/><cfvo type="max"/><color rgb="FF0000FF"/></dataBar></cfRule></conditionalFormatting>'
    return repack(
        CONTAINERS["xlsx"](page()),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<sheetData>", columns.encode() + b"<sheetData>").replace(
            b"<pageMargins", (look + ends).encode() + b"<pageMargins"
        ),
    )
