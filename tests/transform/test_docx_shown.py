"""What a Word document holds and does not show: no such digit is read as part of a number, a doubtful one is unread."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.transform.containers import as_run, write_docx
from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import C, Page, make_page
from tests.transform.looks import assert_doubted, assert_whole, some_figures
from tests.transform.reading import fill, repack, texts
from transform.grids import DocumentContent, Paragraph
from transform.issues import load_issue_wordings
from transform.models import Hints, ParsedReport
from transform.parse import parse_document
from transform.readers.word.docx import read_docx


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def turn(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def in_field(text: str, instruction: str) -> str:
    return turn("begin") + instruction + turn("separate") + run(text) + turn("end")


INNER = code(" IF ") + in_field("7", code(" PAGE ")) + code(" = 7 ")
DELETED = "<w:del><w:r><w:delText>7</w:delText></w:r></w:del>"
BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>7</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
LIST = '<w:ffData><w:ddList><w:result w:val="0"/><w:listEntry w:val="7"/></w:ddList></w:ffData>'
CHOICE = f'<w:r><w:fldChar w:fldCharType="begin">{LIST}</w:fldChar></w:r>' + code(" FORMDROPDOWN ") + turn("end")
RUBY = "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>"
BOUND = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'

SHOWN: dict[str, Callable[[str], str]] = {
    "hidden digit": lambda text: run(text) + run("7", "<w:vanish/>"),
    "hidden by its style": lambda text: run(text) + run("7", '<w:rStyle w:val="Unseen"/>'),
    "shown against its style": lambda text: run(text, '<w:rStyle w:val="Unseen"/><w:vanish w:val="0"/>'),
    "raised note": lambda text: run(text) + run("1", '<w:vertAlign w:val="superscript"/>'),
    "lowered note": lambda text: run(text) + run("1", '<w:vertAlign w:val="subscript"/>'),
    "note raised by points": lambda text: run(text) + run("1", '<w:position w:val="10"/>'),
    "note raised by its style": lambda text: run(text) + run("1", '<w:rStyle w:val="Mark"/>'),
    "all of it raised": lambda text: run(text, '<w:vertAlign w:val="superscript"/>'),
    "one point": lambda text: run(text) + run("7", '<w:sz w:val="2"/>'),
    "deleted and inserted": lambda text: f"{DELETED}<w:ins>{run(text)}</w:ins>",
    "moved here and away": lambda text: f"<w:moveTo>{run(text)}</w:moveTo><w:moveFrom>{run('7')}</w:moveFrom>",
    "result of a formula": lambda text: in_field(text, code(" =SUM(ABOVE) ")),
    "a field within a field": lambda text: in_field(text, INNER),
    "content control": lambda text: f"<w:sdt><w:sdtPr/><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>",
    "white on a dark cell": lambda text: run(text, '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'),
    "a run for each digit": lambda text: "".join(run(digit) for digit in text),
    "footnote": lambda text: run(text) + '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "reading above": lambda text: RUBY.format(run("7"), run(text)),
}  # fmt: skip
DOUBTFUL: dict[str, Callable[[str], str]] = {
    "struck digit": lambda text: run("7", "<w:strike/>") + run(text),
    "struck twice": lambda text: run(text) + run("7", "<w:dstrike/>"),
    "struck as a whole": lambda text: run(text, "<w:strike/>"),
    "white digit": lambda text: run(text) + run("7", '<w:color w:val="FFFFFF"/>'),
    "of the ground's colour": lambda text: run("7", '<w:color w:val="FF0000"/><w:shd w:fill="FF0000"/>') + run(text),
    "much smaller": lambda text: run(text, '<w:sz w:val="24"/>') + run("7", '<w:sz w:val="9"/>'),
    "text box over the cell": lambda text: run(text) + BOX,
    "symbol": lambda text: run(text) + '<w:r><w:sym w:font="Symbol" w:char="F037"/></w:r>',
    "chosen from a list": lambda text: CHOICE,
    "bound to data": lambda text: BOUND.format(run(text)),
    "field to be computed": lambda text: f'<w:fldSimple w:instr="=A1" w:dirty="true">{run(text)}</w:fldSimple>',
    "written as a formula": lambda text: f"<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>",
    "picture": lambda text: "<w:r><w:drawing/></w:r>",
    "note mark alone": lambda _: run("1", '<w:vertAlign w:val="superscript"/>'),
    "raised digits that no note has": lambda text: run(text) + run("345", '<w:vertAlign w:val="superscript"/>'),
    "a raised digit before it": lambda text: run("7", '<w:vertAlign w:val="superscript"/>') + run(text),
    "turned round": lambda text: f'<w:bdo w:val="rtl">{run(text)}</w:bdo>',
}

STYLES = (
    '<w:style w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Raised"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Mark"><w:basedOn w:val="Raised"/></w:style></w:styles>'
)


def make(edition: str) -> Page:
    return make_page(edition, realistic_numbers(edition, random.Random(f"shown {edition}")))


def parse(page: Page, inside: Callable[[C], str]) -> ParsedReport:
    body = write_docx(page, inside)
    styles = zipfile.ZipFile(io.BytesIO(body)).read("word/styles.xml").decode()
    return parse_document(repack(body, "word/styles.xml", styles.replace("</w:styles>", STYLES).encode()), Hints())


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("trap", SHOWN)
def test_what_is_not_shown_is_no_part_of_a_number(trap: str, edition: str) -> None:
    page = make(edition)
    report = parse(page, lambda cell: SHOWN[trap](cell.text) if cell.key and cell.text.isdigit() else as_run(cell))
    assert_whole(page, report)


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("trap", DOUBTFUL)
def test_a_doubtful_number_is_unread_and_no_other(trap: str, edition: str) -> None:
    page = make(edition)
    touched = some_figures(page)
    report = parse(page, lambda cell: DOUBTFUL[trap](cell.text) if cell.key in touched else as_run(cell))
    assert_doubted(page, report, touched, others=7)


def test_a_hyphen_that_does_not_break_is_a_minus() -> None:
    page = make("2021")
    report = parse(page, lambda cell: "<w:r><w:noBreakHyphen/></w:r>" + as_run(cell) if cell.key else as_run(cell))
    raws = {cell.raw for cell in report.cells if cell.raw}
    assert raws
    assert all(raw.startswith("-") for raw in raws)
    assert all(cell.value is None or cell.value <= 0 for cell in report.cells)


ROW = (
    "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
)
TABLE = f"<w:tbl {nsdecls('w')}>{{}}</w:tbl>"


def read(*parts: str) -> DocumentContent:
    document = docx.Document()
    for part in parts:
        document.element.body.sectPr.addprevious(parse_xml(part))
    return read_docx(fill(document), Hints())


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize("properties", ["<w:hidden/>", '<w:del w:author="x"/>'])
def test_a_hidden_or_deleted_row_is_none(properties: str) -> None:
    (grid,) = read(TABLE.format(ROW.format(properties, "7") + ROW.format("", "5"))).grids
    assert texts(grid) == [["规章", "5"]]


def test_a_cell_that_goes_on_where_none_ended_is_a_cell_of_its_own() -> None:
    """Word shows its text; taken for a part of a cell above it would move the row's other cells."""
    rows = [
        cell("甲") + cell("1", '<w:vMerge w:val="restart"/>') + cell("2"),
        cell("乙", '<w:gridSpan w:val="2"/>') + cell("3"),
        cell("丙") + cell("4", "<w:vMerge/>") + cell("5"),
    ]
    (grid,) = read(TABLE.format("".join(f"<w:tr>{row}</w:tr>" for row in rows))).grids
    assert texts(grid) == [["甲", "1", "2"], ["乙", "3"], ["丙", "4", "5"]]
    assert {cell.rowspan for row in grid.rows for cell in row} == {1}


def test_cells_merged_the_old_way_are_one() -> None:
    row = cell("规章", '<w:hMerge w:val="restart"/>') + cell("7", "<w:hMerge/>") + cell("5")
    (grid,) = read(TABLE.format(f"<w:tr>{row}</w:tr>")).grids
    assert texts(grid) == [["规章", "5"]]
    assert [cell.colspan for cell in grid.rows[0]] == [2, 1]


@pytest.mark.parametrize("count", ["x", "-9", "", "9999999999"])
def test_a_count_of_columns_may_be_anything(count: str) -> None:
    row = f'<w:trPr><w:gridBefore w:val="{count}"/></w:trPr>' + cell("规章", f'<w:gridSpan w:val="{count}"/>')
    (grid,) = read(TABLE.format(f"<w:tr>{row}</w:tr>")).grids
    assert texts(grid)[0][-1] == "规章"


def test_a_table_in_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{TABLE.format(ROW.format('', '5'))}</w:txbxContent>"
    content = f"<w:r><w:pict><w:t>7</w:t>{box}</w:pict></w:r>"
    old = f'<mc:Fallback xmlns:mc="{MARKUP}"><w:r><w:pict>{box}</w:pict></w:r></mc:Fallback>'
    grids = read(f"<w:p {nsdecls('w')}>{content}{old}</w:p>").grids
    assert [texts(grid) for grid in grids] == [[["规章", "5"]]]


def test_struck_and_white_figures_are_no_prose() -> None:
    runs = run("共收到") + run("12", "<w:strike/>") + run("9", '<w:color w:val="FFFFFF"/>') + run("15件")
    (paragraph,) = read(f"<w:p {nsdecls('w')}>{runs}</w:p>").paragraphs
    assert paragraph.text == "共收到15件"


def embed(html: str, body: str, *, kind: str = "text/html") -> DocumentContent:
    """A document in which ``@`` of its body stands for the page ``html``, as Word imports it."""
    document = docx.Document()
    part = Part(PackURI("/word/page.htm"), kind, html.encode(), document.part.package)
    place = document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk")
    chunk = f'<w:altChunk {nsdecls("w", "r")} r:id="{place}"/>'
    for piece in parse_xml(f"<w:body {nsdecls('w')}>{body.replace('@', chunk)}</w:body>"):
        document.element.body.append(piece)
    return read_docx(fill(document), Hints())


def test_a_page_that_word_shows_in_its_place_is_read_there() -> None:
    """Its headings say whose the tables behind it are."""
    page = "<meta charset=utf-8><p>附：去年同期数据</p><table><tr><td>规章<td>7</table>"
    content = embed(page, "@" + TABLE.format(ROW.format("", "5")) + "@")
    said = [block.text if isinstance(block, Paragraph) else texts(block) for block in content.blocks]
    assert said == ["附：去年同期数据", [["规章", "7"]], [["规章", "5"]], "附：去年同期数据", [["规章", "7"]]]
    assert len({grid.index for grid in content.grids}) == 3
    assert content.grids[0].rows[0][1].at == "embedded page 1, table 1, row 1, column 2"
    assert content.issues == ()


@pytest.mark.parametrize("kind", ["application/rtf", "message/rfc822"])
def test_other_embedded_files_are_named_as_unread(kind: str) -> None:
    assert embed("{\\rtf1 7}", "@", kind=kind).issues == (("part_unread", {}),)


def test_a_cell_whose_text_is_an_embedded_file_is_no_blank() -> None:
    row = cell("规章") + "<w:tc><w:tcPr/>@<w:p/></w:tc>"
    (grid,) = embed("<p>7</p>", TABLE.format(f"<w:tr>{row}</w:tr>")).grids
    assert [cell.is_doubtful for cell in grid.rows[0]] == [False, True]


def test_an_embedded_file_is_named_as_unread() -> None:
    content = read(f'<w:altChunk {nsdecls("w", "r")} r:id="rId9"/>')
    assert content.issues == (("part_unread", {}),)
    assert "part_unread" in load_issue_wordings()


MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
