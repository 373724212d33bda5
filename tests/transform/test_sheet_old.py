"""What an old workbook holds and does not show: the same rules as for XLSX."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest
import xlwt

from tests.transform.generator.page import C
from tests.transform.looks import assert_doubted, assert_whole, page_without_zeros, some_figures
from tests.transform.old_sheets import write_xls
from tests.transform.reading import refusal, texts
from transform.models import Hints
from transform.parse import parse_document
from transform.readers.sheet.xls import read_xls

XLS = "application/vnd.ms-excel"
SHOWN = {
    "plain": "",
    "whole": "|0",
    "thousands": "|#,##0",
    "unit": '|0"件"',
    "account": '|_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    "as text": "|@",
    "white on dark": "font: color white; pattern: pattern solid, fore_colour dark_blue",
    "red": "font: color red, bold on",
    "all of them raised": "font: escapement superscript",
}
DOUBTFUL = {
    "hidden by its format": "|;;;",
    "scaled": "|0.0,",
    "percent": "|0%",
    "a digit in the format": '|"1"0',
    "padded": "|00000000",
    "a day": "|yyyy-mm-dd",
    "Chinese digits": "|[DBNum1]General",
    "struck": "font: struck_out on",
    "white": "font: color white",
    "tiny": "font: height 20",
    "of the colour behind it": "font: color red; pattern: pattern solid, fore_colour red",
    "raised alone": "font: escapement superscript",
}
RUNS = {
    "a struck digit": "struck_out on", "a white digit": "color white", "a tiny digit": "height 20",
    "a small digit": "height 100",
}  # fmt: skip


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("trap", SHOWN)
def test_every_number_shown_is_read(trap: str, edition: str) -> None:
    page = page_without_zeros(edition)
    body = write_xls(page, lambda value, cell: (value, SHOWN[trap] if cell.key and isinstance(value, int) else ""))
    assert_whole(page, parse_document(body, Hints()))


@pytest.mark.parametrize("trap", [*DOUBTFUL, *RUNS, "formula without a result"])
def test_a_doubtful_number_is_unread_and_no_other(trap: str) -> None:
    page = page_without_zeros("2021")
    touched = some_figures(page)

    def dress(value: object, cell: C) -> tuple[object, str]:
        if cell.key not in touched:
            return value, ""
        if trap in RUNS:
            return [(str(value), ""), ("7", RUNS[trap])], ""
        if trap == "raised alone":
            value = 7  # a number of three digits is no note
        return (value, DOUBTFUL[trap]) if trap in DOUBTFUL else (xlwt.Formula(f"{value}+0"), "")

    report = parse_document(write_xls(page, dress), Hints())
    assert_doubted(page, report, touched, others=7)


def test_a_raised_digit_is_a_note() -> None:
    page = page_without_zeros("2021")

    def dress(value: object, cell: C) -> tuple[object, str]:
        return ([(str(value), ""), ("7", "escapement superscript")] if cell.key and value else value), ""

    assert_whole(page, parse_document(write_xls(page, dress), Hints()))


def write_book(change: Callable[[xlwt.Workbook, xlwt.Worksheet], None]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("附表")
    for number, row in enumerate((["规章", 1, 2, 3], ["hidden", 7, 7, 7], ["行政许可", 4, 5, 6], ["总计", 0, 8, 9])):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_hidden_rows_columns_and_sheets_are_none() -> None:
    def hide(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.row(1).hidden = True
        sheet.col(2).hidden = True
        other = book.add_sheet("去年")
        other.write(0, 0, "规章")
        other.visibility = 1

    (grid,) = read_xls(write_book(hide), Hints()).grids
    assert texts(grid) == [["规章", "1", "3"], ["行政许可", "4", "6"], ["总计", "0", "9"]]
    assert grid.rows[1][2].at == "sheet 附表, D3"


def test_a_row_of_no_height_and_a_column_of_no_width_are_none() -> None:
    def flatten(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.row(1).height, sheet.row(1).height_mismatch = 0, True
        sheet.col(2).width = 0

    (grid,) = read_xls(write_book(flatten), Hints()).grids
    assert texts(grid) == [["规章", "1", "3"], ["行政许可", "4", "6"], ["总计", "0", "9"]]


def test_an_empty_text_is_a_blank() -> None:
    """What programs on servers write into every blank cell."""
    (grid,) = read_xls(write_book(lambda book, sheet: sheet.write(0, 4, "")), Hints()).grids
    assert [(cell.text, cell.is_doubtful) for cell in grid.rows[0][3:]] == [("3", False), ("", False)]


def test_zeros_that_the_sheet_leaves_out_are_blank() -> None:
    def leave_out(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.show_zero_values = False

    (grid,) = read_xls(write_book(leave_out), Hints()).grids
    assert texts(grid)[3] == ["总计", "", "8", "9"]
    assert not grid.rows[3][1].is_doubtful


def test_a_result_that_excel_computes_anew_is_doubtful() -> None:
    """Programs on servers write 0 for every formula and mark the sheet as not computed."""
    body = write_book(lambda book, sheet: sheet.write(0, 4, xlwt.Formula("B1+C1")))
    empty, zero = struct.pack("<QH", 0xFFFF000000000003, 0), struct.pack("<d", 0.0)
    assert body.count(empty) == 1
    for flags, is_doubtful in ((b"\x00\x00", False), (b"\x02\x00", True), (b"\x01\x00", True)):
        (grid,) = read_xls(body.replace(empty, zero + flags), Hints()).grids
        assert [cell.is_doubtful for cell in grid.rows[0]] == [False, False, False, False, is_doubtful]


def rule_of_font(place: tuple[int, int], *, ink: int = -1, is_struck: bool = False) -> bytes:
    """The records CONDFMT and CF of a rule (greater than 0) that sets a font, as [MS-XLS] 2.4.42 and 2.4.56 have it."""
    row, column = place
    area = struct.pack("<4H", row, row, column, column)
    head = struct.pack("<HH", 1, 0) + area + struct.pack("<H", 1) + area
    set_bits, unset = (0x80, 0xFFFFFFFF & ~0x80) if is_struck else (0, 0xFFFFFFFF)
    font = bytes(64) + struct.pack("<iIHHBBBBiiI", -1, set_bits, 400, 0, 0, 0, 0, 0, ink, 0, unset)
    rule = struct.pack("<BBHHIH", 1, 5, 3, 0, 1 << 26, 0) + font.ljust(118, b"\0") + b"\x1e\x00\x00"
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in ((0x01B0, head), (0x01B1, rule)))


def test_a_look_that_depends_on_the_value_is_doubtful_where_it_may_hide_digits() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("附表")
    for column, value in enumerate(["规章", 1, 2, 3]):
        sheet.write(0, column, value)
    stream, end = book.get_biff_data(), b"\x0a\x00\x00\x00"
    assert stream.endswith(end)
    rules = rule_of_font((0, 1), ink=9) + rule_of_font((0, 2), is_struck=True) + rule_of_font((0, 3), ink=10)
    (grid,) = read_xls(stream.removesuffix(end) + rules + end, Hints()).grids
    assert [cell.is_doubtful for cell in grid.rows[0]] == [False, True, True, False]


@pytest.mark.parametrize("size", [0, 100, 600, 2_000, 5_000])
def test_a_broken_workbook_is_refused(size: int) -> None:
    body = write_xls(page_without_zeros("2021"))
    assert refusal(body[:600] + b"\x00" * size, XLS) in ("damaged_document", "too_large")
