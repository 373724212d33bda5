"""What a workbook holds and does not show: digits of another cell's look are no number, a doubtful one is unread."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Font, PatternFill

from tests.transform.containers import write_xlsx
from tests.transform.generator.page import C
from tests.transform.looks import assert_doubted, assert_whole, page_without_zeros, some_figures
from tests.transform.reading import repack, texts
from transform.models import Hints
from transform.parse import parse_document
from transform.readers.sheet.shown import show_value
from transform.readers.sheet.xlsx import read_xlsx

Dress = Callable[[Any], None]


def set_format(code: str) -> Dress:
    def dress(place: Any) -> None:
        place.number_format = code

    return dress


def set_font(**look: Any) -> Dress:
    def dress(place: Any) -> None:
        place.font = Font(**look)

    return dress


def add_run(**look: Any) -> Dress:
    """The number as text, and behind it a 7 set differently."""

    def dress(place: Any) -> None:
        place.value = CellRichText(str(place.value), TextBlock(InlineFont(**look), "7"))

    return dress


def set_run(**look: Any) -> Dress:
    """The number as text that is all one run."""

    def dress(place: Any) -> None:
        place.value = CellRichText(TextBlock(InlineFont(**look), str(place.value)))

    return dress


def put_mark(place: Any) -> None:
    place.value, place.font = 7, Font(vertAlign="superscript")


def put_run(**look: Any) -> Dress:
    def dress(place: Any) -> None:
        place.value = CellRichText(TextBlock(InlineFont(**look), "7"))

    return dress


def raise_behind_blank(place: Any) -> None:
    place.value = CellRichText(" ", TextBlock(InlineFont(vertAlign="superscript"), "7"))


def add_raised(text: str) -> Dress:
    def dress(place: Any) -> None:
        place.value = CellRichText(str(place.value), TextBlock(InlineFont(vertAlign="superscript"), text))

    return dress


def lower_in_raised(place: Any) -> None:
    """The cell is raised, and behind its number a digit is set as usual: which of them is the note?"""
    place.font = Font(vertAlign="superscript")
    place.value = CellRichText("7", TextBlock(InlineFont(sz=11), str(place.value)))


def fill_dark(place: Any) -> None:
    place.font, place.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F3864")


def fill_with_its_own_colour(place: Any) -> None:
    place.font, place.fill = Font(color="FF1F3864"), PatternFill("solid", fgColor="FF203764")


def fill_with_nothing_said(place: Any) -> None:
    place.fill = PatternFill("solid")


def write_text(place: Any) -> None:
    place.value, place.quotePrefix = str(place.value), True


def add_comment(place: Any) -> None:
    place.comment = Comment("应为7", "x")


def raise_by(amount: float) -> Dress:
    def dress(place: Any) -> None:
        place.value, place.number_format = place.value + amount, "0"

    return dress


def put_formula(place: Any) -> None:
    place.value = f"={place.value}+0"


SHOWN: dict[str, Dress] = {
    "whole": set_format("0"),
    "thousands": set_format("#,##0"),
    "decimals": set_format("0.00"),
    "unit": set_format('0"件"'),
    "account": set_format('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '),
    "minus in a format": set_format("0_ ;[Red]-0"),
    "as text": set_format("@"),
    "text with an apostrophe": write_text,
    "raised note": add_run(vertAlign="superscript"),
    "all of them raised": set_font(vertAlign="superscript"),
    "all of them raised runs": set_run(vertAlign="subscript"),
    "white on dark": fill_dark,
    "comment": add_comment,
    "a fill that names no colour": fill_with_nothing_said,
}
DOUBTFUL: dict[str, Dress] = {
    "hidden by its format": set_format(";;;"),
    "hidden but for text": set_format(";;;@"),
    "scaled": set_format("0.0,"),
    "percent": set_format("0%"),
    "a digit in the format": set_format('"1"0'),
    "padded": set_format("00000000"),
    "a day": set_format("yyyy-mm-dd"),
    "Chinese digits": set_format("[DBNum1]General"),
    "by its size": set_format('[>0]"0";0'),
    "rounded": raise_by(0.6),
    "struck": set_font(strike=True),
    "white": set_font(color="FFFFFFFF"),
    "tiny": set_font(sz=1),
    "of the colour behind it": fill_with_its_own_colour,
    "a struck digit": add_run(strike=True),
    "a white digit": add_run(color="FFFFFFFF"),
    "a tiny digit": add_run(sz=1),
    "a small digit": add_run(sz=6),
    "raised alone": put_mark,
    "a raised run alone": put_run(vertAlign="superscript"),
    "a raised run behind a blank": raise_behind_blank,
    "three raised digits": add_raised("345"),
    "raised with a sign": add_raised("-5"),
    "a digit before a raised one": lower_in_raised,
    "formula without a result": put_formula,
}


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("trap", SHOWN)
def test_every_number_shown_is_read(trap: str, edition: str) -> None:
    page = page_without_zeros(edition)

    def dress(place: Any, cell: C) -> None:
        if cell.key and isinstance(place.value, int):
            SHOWN[trap](place)

    assert_whole(page, parse_document(write_xlsx(page, dress), Hints()))


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("trap", DOUBTFUL)
def test_a_doubtful_number_is_unread_and_no_other(trap: str, edition: str) -> None:
    page = page_without_zeros(edition)
    touched = some_figures(page)

    def dress(place: Any, cell: C) -> None:
        if cell.key in touched:
            DOUBTFUL[trap](place)

    report = parse_document(write_xlsx(page, dress), Hints())
    assert_doubted(page, report, touched, others=7)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0, "0", "0"), (0, "#", ""), (0, "#,###", ""), (0, "0;-0;;@", ""), (0, '0;-0;"";@', ""), (12, "0;-0;;@", "12"),
        (-5, "0;-0", "-5"), (-5, "0", "-5"), (7730.28, "General", "7730.28"), (7730.28, "#,##0.00", "7730.28"),
        (126.84260000000001, "General", "126.8426"), (12.0, "0.00", "12"), (1234567, "#,##0", "1234567"),
        ("12", "General", "12"), ("无", "0", "无"), (7730.28, '0.00"万元"', "7730.28"), (12, "G/通用格式", "12"),
    ],
)  # fmt: skip
def test_what_a_format_shows(value: object, code: str, shown: str) -> None:
    assert (show_value(value, code).text, show_value(value, code).is_doubtful) == (shown, False)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (12.6, "0"), (0.4, "0"), (7730.283, "0.00"), (-5, "0;0"), (-5, "0;(0)"), (0.5, "0%"), (5, "000"), (12000, "0,"),
        (5, ";;;"), (1 / 3, "General"), (12.5, "# ?/?"), (12, "0.00E+00"), (12, "h:mm"), ("12", ";;;"), (5, '"5"'),
        (5, '0"."0'), (5, "0" * 300),
    ],
)  # fmt: skip
def test_what_no_format_lets_be_seen_for_certain(value: object, code: str) -> None:
    assert show_value(value, code).is_doubtful


def save(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_hidden_rows_and_columns_are_none_and_merged_cells_shrink() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["规章", 1, 2, 3], ["hidden", 7, 7, 7], ["行政许可", 4, 5, 6], ["总计", 7, 8, 9]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B4:D4")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    (grid,) = read_xlsx(save(book), Hints()).grids
    assert texts(grid) == [["规章", "1", "3"], ["hidden", "4", "6"], ["总计", "7"]]
    assert [(cell.rowspan, cell.colspan) for cell in (grid.rows[1][0], grid.rows[2][1])] == [(1, 1), (1, 2)]


def test_a_row_of_no_height_and_a_column_of_no_width_are_none() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["规章", 1, 2], ["hidden", 7, 7]):
        sheet.append(row)
    body, name = save(book), "xl/worksheets/sheet1.xml"
    part = zipfile.ZipFile(io.BytesIO(body)).read(name)
    assert b'<row r="2">' in part
    part = part.replace(b'<row r="2">', b'<row r="2" ht="0" customHeight="1">')
    part = part.replace(b"<sheetData>", b'<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>')
    assert [texts(grid) for grid in read_xlsx(repack(body, name, part), Hints()).grids] == [[["规章", "2"]]]


def test_zeros_that_the_sheet_leaves_out_are_blank() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["规章", 0, 5])
    sheet.sheet_view.showZeros = False
    (grid,) = read_xlsx(save(book), Hints()).grids
    assert texts(grid) == [["规章", "", "5"]]
    assert not any(cell.is_doubtful for cell in grid.rows[0])


def test_a_look_that_depends_on_the_value_is_doubtful_where_it_may_hide_digits() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["规章", 1, 2, 3])
    sheet.conditional_formatting.add("B1", CellIsRule("equal", ["1"], font=Font(color="FFFFFFFF")))
    sheet.conditional_formatting.add("C1", CellIsRule("equal", ["2"], fill=PatternFill("solid", fgColor="FFFF0000")))
    sheet.conditional_formatting.add("D1", DataBarRule("min", None, "max", None, "FF0000FF", showValue=False))
    (grid,) = read_xlsx(save(book), Hints()).grids
    assert [cell.is_doubtful for cell in grid.rows[0]] == [False, True, False, True]


def test_a_result_that_excel_computes_anew_is_doubtful() -> None:
    """Some writers put 0 down for every formula, and tell Excel to compute them when it opens the file."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["规章", 1, 2])
        sheet.write_formula(0, 3, "=B1+C1")
    (grid,) = read_xlsx(stream.getvalue(), Hints()).grids
    assert [cell.is_doubtful for cell in grid.rows[0]] == [False, False, False, True]
