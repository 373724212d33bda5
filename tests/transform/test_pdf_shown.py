"""What a PDF holds and does not show: unseen digits are no part of a number, and a doubtful one leaves it unread."""

from __future__ import annotations

import random

import pytest

from tests.transform.containers import Dress, write_pdf_ruled, write_pdf_spaced
from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import C, Page, make_page
from tests.transform.looks import assert_doubted, assert_whole, some_figures
from tests.transform.pdf_writer import HEIGHT, PdfPage, write_pdf
from tests.transform.reading import texts
from transform.models import Hints
from transform.parse import parse_document
from transform.readers.pdf.reader import read_pdf
from transform.readers.pdf.shown import DOUBT, without_doubtful


def show(text: str, x: float, y: float, size: float) -> str:
    return f"BT /F1 {size} Tf {x} {HEIGHT - y - size} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def behind(cell: C, x: float, size: float) -> float:
    """Where the next digit of the cell would stand."""
    return x + len(cell.text) * size


def in_mode(mode: int) -> Dress:
    def dress(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
        page.commands.append(f"q {mode} Tr {show('7', behind(cell, x, size), y, size)} Q")

    return dress


def print_twice(shift: float) -> Dress:
    def dress(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
        page.write(x + shift, y, cell.text, size)

    return dress


def raise_note(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    page.write(behind(cell, x, size), y - size * 0.3, "1", size * 0.5)


def put_tiny(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    page.write(behind(cell, x, size), y, "7", 1)


def put_off_page(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    page.write(-20, y, "7", size)


def paint_white(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    page.commands.append(f"1 1 1 rg {show('7', behind(cell, x, size), y, size)} 0 0 0 rg")


def clip_away(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    page.commands.append(f"q 0 0 9 9 re W n {show('7', behind(cell, x, size), y, size)} Q")


def cover(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    page.fill_white(x, y, len(cell.text) * size, size + 1)


def overwrite(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    cover(page, cell, x, y, size)
    page.write(x, y, "".join(str(9 - int(digit)) for digit in cell.text), size)


def strike(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    page.rule(x, y + size * 0.55, behind(cell, x, size), y + size * 0.55)


def put_smaller(page: PdfPage, cell: C, x: float, y: float, size: float) -> None:
    page.write(behind(cell, x, size), y + size * 0.4, "7", size * 0.6)


SHOWN: dict[str, Dress] = {
    "unseen mode": in_mode(3),
    "clipping mode": in_mode(7),
    "bold by printing twice": print_twice(0.25),
    "printed twice": print_twice(0),
    "raised note": raise_note,
    "tiny": put_tiny,
    "off the page": put_off_page,
}
DOUBTFUL: dict[str, Dress] = {
    "white": paint_white,
    "clipped": clip_away,
    "covered": cover,
    "overwritten": overwrite,
    "struck": strike,
    "smaller": put_smaller,
}


def make(edition: str) -> Page:
    return make_page(edition, realistic_numbers(edition, random.Random(f"pdf {edition}")))


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("trap", SHOWN)
def test_what_is_not_seen_is_no_part_of_a_number(trap: str, edition: str) -> None:
    page = make(edition)

    def dress(sheet: PdfPage, cell: C, x: float, y: float, size: float) -> None:
        if cell.key and cell.text.isdigit():
            SHOWN[trap](sheet, cell, x, y, size)

    assert_whole(page, parse_document(write_pdf_ruled(page, dress), Hints()))


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("trap", DOUBTFUL)
def test_a_doubtful_number_is_unread_and_no_other(trap: str, edition: str) -> None:
    page = make(edition)
    touched = some_figures(page)

    def dress(sheet: PdfPage, cell: C, x: float, y: float, size: float) -> None:
        if cell.key in touched:
            DOUBTFUL[trap](sheet, cell, x, y, size)

    report = parse_document(write_pdf_ruled(page, dress), Hints())
    assert_doubted(page, report, touched, others=15)


def test_a_page_that_is_turned_is_checked_as_it_is_seen() -> None:
    page = PdfPage()
    page.draw_table(
        60, 60, (60.0, 120.0, 40.0, 40.0), [["一", "（一）予以公开", "12", "8"], ["二", "部分公开", "3", "3"]]
    )
    page.commands.append(f"3 Tr {show('7', 258, 62, 8)} 0 Tr")
    for turn in (b"90", b"180", b"270"):
        body = write_pdf([page]).replace(b"/MediaBox[0 0 595 842]", b"/Rotate %s/MediaBox[0 0 595 842]" % turn)
        read = "".join(block.text for block in read_pdf(body, Hints()).paragraphs)
        read += "".join("".join(row) for grid in read_pdf(body, Hints()).grids for row in texts(grid))
        assert "7" not in read
        assert DOUBT not in read


def test_text_behind_a_scan_is_none() -> None:
    """Text recognition by others puts it there; what is seen is the picture, which we recognise ourselves."""
    page = PdfPage()
    page.commands.append("3 Tr")
    page.draw_table(60, 60, (60.0, 120.0, 40.0), [["一", "（一）予以公开", "12"], ["二", "（二）部分公开", "3"]])
    page.write(60, 300, "根据中华人民共和国政府信息公开条例编制本报告，统计期限为一年，请社会各界监督指正，谢谢。")
    content = read_pdf(write_pdf([page]), Hints())
    assert "".join(block.text for block in content.paragraphs) == ""
    assert {text for grid in content.grids for row in texts(grid) for text in row} <= {""}


def test_of_a_line_no_part_of_a_doubtful_number_is_left() -> None:
    assert without_doubtful(f"收到1{DOUBT}2件，办结3件") == f"收到{DOUBT}件，办结3件"


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_nothing_of_a_plain_document_is_doubted(edition: str) -> None:
    page = make(edition)
    for write in (write_pdf_ruled, write_pdf_spaced):
        content = read_pdf(write(page), Hints())
        cells = [cell for grid in content.grids for row in grid.rows for cell in row]
        assert not any(cell.is_doubtful or DOUBT in cell.text for cell in cells)
        assert not any(DOUBT in block.text for block in content.paragraphs)
