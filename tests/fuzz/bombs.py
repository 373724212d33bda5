"""Documents made to cost time or memory, each small enough to be sent by anybody: what they are and how to measure.

    python -m tests.fuzz.bombs [NAME ...]

Each is refused, or read, within the bounds of `tests/transform/test_bombs.py`.
"""

from __future__ import annotations

import io
import random
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from extract import media
from tests.fuzz.bounded import Effort, measure
from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import Page, make_page

_HERE = "<p>本机关依法做好各项公开工作。</p>"


@dataclass(frozen=True)
class Bomb:
    """A document's media type, its bytes, and how it must end: ``report``, ``no report`` or ``refused: <code>``."""

    media_type: str
    make: Callable[[], bytes]
    outcomes: tuple[str, ...]


BOMBS: dict[str, Bomb] = {}


def bomb(media_type: str, *outcomes: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a document under its function's name."""

    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        BOMBS[make.__name__] = Bomb(media_type, make, outcomes)
        return make

    return register


def page() -> Page:
    """A whole report of the 2021 edition."""
    return make_page("2021", realistic_numbers("2021", random.Random(3)))


def put(markup: str) -> bytes:
    """The report with ``markup`` in its first section."""
    return page().html().replace(_HERE, _HERE + markup).encode()


# --- prose ------------------------------------------------------------------------------------------------------------


@bomb(media.HTML, "report")
def one_paragraph_of_figures() -> bytes:
    """One paragraph of 6 MB, its sentences alike."""
    return put(f"<p>{'本年收到政府信息公开申请12件，办结9件。' * 110_000}</p>")


@bomb(media.HTML, "report")
def different_figures() -> bytes:
    """240,000 different figures in one paragraph."""
    return put(f"<p>{''.join(f'收到政府信息公开申请{n}件。' for n in range(240_000))}</p>")


@bomb(media.TEXT, "report")
def lines_of_figures() -> bytes:
    """11 MB of lines with two figures each."""
    head = "示例县人民政府2023年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n"
    line = "本年度收到自然人提出的政府信息公开申请{0}件，予以公开{0}件，部分公开{0}件。\n"
    return (head + "".join(line.format(n % 977) for n in range(96_000))).encode()


@bomb(media.HTML, "report")
def sentences_of_dates() -> bytes:
    """600,000 dates in paragraphs of one sentence."""
    return put("<p>" + "2023年1月1日、" * 600_000 + "</p>")


@bomb(media.HTML, "report")
def sentences_without_end() -> bytes:
    """Paragraphs of commas only, hard-wrapped: no line ends a sentence."""
    return put("".join(f"<p>收到申请{n}件，不予公开{n}件，</p>" for n in range(60_000)))


@bomb(media.HTML, "report")
def figures_in_words() -> bytes:
    """Numerals in words, shared over names."""
    return put("<p>" + "当面申请、网络申请和信函申请分别有三件、二十件、一百零九件。" * 60_000 + "</p>")


@bomb(media.HTML, "refused: too_many_lines")
def preformatted_lines() -> bytes:
    """``<pre>`` of two million lines."""
    return put(f"<pre>{'一' + chr(10)}" + "1\n" * 2_000_000 + "</pre>")


@bomb(media.HTML, "refused: too_many_lines")
def line_breaks() -> bytes:
    """Every line a paragraph, as many as elements are let through."""
    return put("第一条<br>" * 240_000)


@bomb(media.HTML, "report")
def titles() -> bytes:
    """80,000 titles of reports."""
    return put("".join(f"<p>示例县第{n}局2023年政府信息公开工作年度报告</p>" for n in range(80_000)))


@bomb(media.HTML, "report")
def section_headings() -> bytes:
    """80,000 section headings."""
    return put("<p>一、总体情况</p>" * 80_000)


@bomb(media.HTML, "report")
def labelled_lines() -> bytes:
    """Lines of many labels with colons."""
    return put(("<p>" + "来源：示例县 日期：2024-01-17 " * 6 + "</p>") * 40_000)


@bomb(media.HTML, "report")
def one_word_of_megabytes() -> bytes:
    """Ten megabytes without a space, a mark or a tag."""
    return put(f"<p>{'公开' * 1_800_000}</p>")


@bomb(media.HTML, "report")
def spaces_and_colons() -> bytes:
    """What regular expressions go back and forth over."""
    return put("<p>" + "　 " * 1_000_000 + "：" * 1_000_000 + "</p>")


# --- tables -----------------------------------------------------------------------------------------------------------


def table_of(rows: str) -> str:
    return f"<table>{rows}</table>"


@bomb(media.HTML, "report")
def wide_rows_of_a_form() -> bytes:
    """Table 3 with its rows given again, a cell short, so that only their places may tell."""
    source = page()
    table = source.table("t3")
    rows = [row for row in table.rows if sum(cell.key is not None for cell in row) > 5]
    short = [[*row[:-1], type(row[-1])("1", colspan=2)] for row in rows]
    table.rows += short * 120
    return source.write()


@bomb(media.HTML, "report")
def strange_labels() -> bytes:
    """24,500 different labels, as long as those of the form."""
    rng = random.Random(5)
    letters = "政府信息公开申请不予处理结果其他机关行为本年度数量个人商业企业法律服务"
    rows = ("".join(rng.choices(letters, k=rng.randint(6, 24))) for _ in range(24_500))
    return put(table_of("".join(f"<tr><td>{label}<td>" for label in rows)))


@bomb(media.HTML, "report")
def numbered_labels() -> bytes:
    """As many labels as are let through, of six numbered parts each, none of the form."""
    rng = random.Random(8)
    letters = "政府信息公开申请不予处理结果其他机关行为本年度数量个人商业企业法律服务"
    parts = (("".join(rng.choices(letters, k=9)) for _ in range(6)) for _ in range(24_500))
    labels = ("".join(f"{n}.{part}" for n, part in enumerate(label, start=1)) for label in parts)
    return put(table_of("".join(f"<tr><td>{label}<td>" for label in labels)))


@bomb(media.HTML, "report")
def labels_of_one_misprint() -> bytes:
    """Labels of the form, each with other misprints."""
    rng = random.Random(6)
    labels = [cell.text for cell in page().table("t3").cells() if len(cell.text) > 8]
    rows = (_misprint(rng.choice(labels), rng) for _ in range(4_800))
    return put(table_of("".join(f"<tr><td>{label}" + "<td>1" * 5 for label in rows)))


def _misprint(label: str, rng: random.Random) -> str:
    at = rng.randrange(len(label))
    return label[:at] + chr(rng.randrange(0x4E00, 0x9FA5)) + label[at + 1 :] + chr(rng.randrange(0x4E00, 0x9FA5))


@bomb(media.HTML, "report")
def small_tables() -> bytes:
    """24,000 tables of two cells with text between them."""
    return put("".join(f"<p>附{n}</p><table><tr><td>甲{n}<td>{n}</table>" for n in range(24_000)))


@bomb(media.HTML, "report")
def small_tables_of_the_form() -> bytes:
    """Table 3's total row 3,600 times, each in a table of its own."""
    cells = "<td>1" * 7
    return put(f"<p>表</p><table><tr><td>（七）总计{cells}</table>" * 3_600)


@bomb(media.HTML, "report")
def forms_again_and_again() -> bytes:
    """The three tables 40 times with other numbers."""
    source = page()
    tables = "".join(source.table_html(table) for table in source.tables)
    return put((tables + "<p>附：另一单位</p>") * 60)


@bomb(media.HTML, "report")
def forms_in_one_table() -> bytes:
    """Table 3's rows over and over in a single table."""
    source = page()
    source.table("t3").rows *= 150
    return source.write()


@bomb(media.HTML, "report")
def note_marks() -> bytes:
    """Cells and prose of note marks without end."""
    return put(f"<p>{'12①' * 600_000}</p>" + table_of(f"<tr><td>{'①注1' * 100_000}x<td>1" * 6))


@bomb(media.HTML, "report")
def giant_spans() -> bytes:
    """Every cell claims a thousand columns and sixty thousand rows."""
    return put(table_of('<tr><td colspan="1000" rowspan="65534">9' * 2_000))


@bomb(media.HTML, "report")
def tall_spans_in_wide_rows() -> bytes:
    """A row of many tall cells above many rows."""
    return put(table_of("<tr>" + '<td rowspan="65534" colspan="99">1' * 1_000 + "<tr><td>2" * 60_000))


@bomb(media.HTML, "report")
def one_long_row() -> bytes:
    """One row of 230,000 cells."""
    return put(table_of("<tr>" + "<td>1" * 230_000))


@bomb(media.HTML, "refused: too_many_cells")
def rows_without_end() -> bytes:
    """100,000 rows of two cells."""
    return put(table_of("<tr><td>甲<td>1" * 75_000))


@bomb(media.HTML, "report")
def indicator_tables() -> bytes:
    """Single-value tables of three rows, as many as fit."""
    names = ("主动公开政府信息数", "制发规范性文件总数", "收到申请数", "申请办结数")
    rows = "".join(f"<tr><td>{name}<td>件<td>{n}" for n, name in enumerate(names))
    return put(f"<p>表</p>{table_of('<tr><td>指标<td>单位<td>2014年' + rows)}" * 1_900)


@bomb(media.HTML, "refused: too_many_cells")
def indicator_rows() -> bytes:
    """A single-value table of 40,000 rows."""
    rows = "".join(f"<tr><td>收到申请数{n % 900}<td>件<td>{n}" for n in range(40_000))
    return put(table_of("<tr><td>指标<td>单位<td>2014年" + rows))


@bomb(media.HTML, "report")
def boxes_instead_of_tables() -> bytes:
    """24,000 rows of boxes on a page without tables."""
    head = "<h1>示例县2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>二、主动公开政府信息情况</p>"
    return (head + "<div><div>甲</div><div>1</div></div>" * 24_000).encode()


# --- markup -----------------------------------------------------------------------------------------------------------


@bomb(media.HTML, "refused: too_deep")
def nested_boxes() -> bytes:
    """Ten thousand boxes in each other."""
    return put("<div>" * 10_000 + "1" + "</div>" * 10_000)


@bomb(media.HTML, "report", "refused: too_deep")
def deep_boxes_with_much_in_them() -> bytes:
    """As deep as is let through, and 60,000 paragraphs at the bottom."""
    return put("<div>" * 2_900 + "<p>一、总体情况</p>" * 60_000 + "</div>" * 2_900)


@bomb(media.HTML, "report", "refused: too_deep")
def boxes_closed_and_opened() -> bytes:
    """Deep and shallow by turns, text at each depth."""
    return put(("<div>文" * 2_800 + "</div>" * 2_800) * 14)


@bomb(media.HTML, "report", "refused: too_deep")
def nested_tables() -> bytes:
    """Tables in tables, as deep as is let through."""
    return put("<table><tr><td>" * 2_500 + "1" + "</table>" * 2_500)


@bomb(media.HTML, "report", "refused: too_deep")
def nested_inline_tags() -> bytes:
    """Inline tags in each other inside a cell."""
    return put(table_of("<tr><td>" + "<b>" * 2_900 + "1<br>2" + "</b>" * 2_900))


@bomb(media.HTML, "refused: too_deep")
def open_inline_tags() -> bytes:
    """Formatting tags never closed, which HTML opens again in every paragraph."""
    return put("<p><b><i><u><s><a><font color=red>" * 30_000)


@bomb(media.HTML, "report")
def hidden_parts() -> bytes:
    """Hidden boxes, many and deep."""
    return put('<div style="display:none">' * 1_500 + "<p>甲</p><span style='display:none'>乙</span>" * 30_000)


@bomb(media.HTML, "report", "refused: too_many_attributes")
def crowded_tag() -> bytes:
    """One tag of a hundred thousand attributes."""
    return put("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">1</p>")


@bomb(media.HTML, "report")
def entities() -> bytes:
    """A megabyte of entities."""
    return put("<p>" + "&nbsp;&#x10FFFF;&CounterClockwiseContourIntegral;" * 100_000 + "</p>")


@bomb(media.HTML, "report", "no report")
def style_sheet_of_braces() -> bytes:
    """A style sheet that opens rules and never closes them."""
    sheet = "@media x{a{b:c}" * 90_000 + "display:none"
    return page().html().replace("</head>", f"<style>{sheet}</style></head>").encode()


@bomb(media.HTML, "report", "no report")
def script_of_braces() -> bytes:
    """A script of JSON objects in each other on a page without a table."""
    return ("<script>" + '{"a":"' * 150_000 + "table" + "</script>").encode()


@bomb(media.JSON, "no report", "refused: no_article", "refused: damaged_document")
def json_of_brackets() -> bytes:
    """An answer of an interface, nested a million times."""
    return b'{"content":' * 900_000 + b'"<table>"'


@bomb(media.HTML, "report")
def links() -> bytes:
    """200,000 links."""
    return put("<a href=/a>公开</a>" * 110_000)


# --- text -------------------------------------------------------------------------------------------------------------


@bomb(media.TEXT, "refused: too_many_cells")
def text_of_numbers() -> bytes:
    """Lines of labels and values."""
    return ("示例县2023年政府信息公开工作年度报告\n" + "（七）总计 1 2 3\n" * 70_000).encode()


@bomb(media.TEXT, "refused: too_large")
def text_of_pipes() -> bytes:
    """A Markdown table without end."""
    return ("|a|b|\n|---|---|\n" + "|（七）总计|1|\n" * 90_000).encode()


@bomb(media.TEXT, "no report")
def text_of_pieces() -> bytes:
    """Tables torn into pieces by headings of their own."""
    return ("| 总计 | 1 | 2 |\n\n# 表\n\n| 3 | 4 | 5 |\n\n甲。\n" * 12_000).encode()


@bomb(media.TEXT, "report", "no report", "refused: too_large")
def text_of_columns() -> bytes:
    """Columns set with spaces, commas and bars, line after line."""
    lines = "（一）予以公开  1  2  3\n（二）部分公开,1,2,3\n（七）总计;1;2;3\n不予公开 ┃ 1 ┃ 2\n"
    return ("示例县2023年政府信息公开工作年度报告\n" + lines * 4_000).encode()


@bomb(media.TEXT, "no report")
def text_of_one_line() -> bytes:
    """Ten megabytes on one line."""
    return "收到申请1件，".encode() * 600_000


# --- office packages, PDF, pictures -----------------------------------------------------------------------------------


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


# --- measuring --------------------------------------------------------------------------------------------------------


def explode(name: str, patience: float = 120) -> Effort:
    """Make one document and parse it in a process of its own."""
    found = BOMBS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document"
        path.write_bytes(found.make())
        return measure(path, found.media_type, patience)


def main() -> None:
    """Print what each document costs."""
    for name in sys.argv[1:] or BOMBS:
        effort = explode(name)
        mark = " " if effort.outcome in BOMBS[name].outcomes else "!"
        cost = f"{effort.seconds:8.2f} s{effort.memory / 2**20:7.0f} MB"
        print(f"{name:32}{cost} {mark} {effort.outcome} {effort.message} {dict(effort.issues)}", flush=True)


if __name__ == "__main__":
    main()
