"""Workbooks: a sheet as tables between its headings, values as they are printed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from tests.transform.reading import refusal, repack, texts, write_book
from transform.errors import UnreadableDocument
from transform.models import Hints
from transform.readers.registry import read_document
from transform.readers.sheet.shown import write_value
from transform.readers.sheet.xls import read_xls
from transform.readers.sheet.xlsx import read_xlsx

FIXTURES = Path(__file__).parent / "fixtures"
ROWS: list[list[object]] = [
    ["二、主动公开政府信息情况"],
    ["第二十条第（八）项"],
    ["信息内容", "本年收费金额（单位：万元）", None],
    ["行政事业性收费", 7730.28, None],
    ["三、收到和处理政府信息公开申请情况"],
    ["一、本年新收", 12.0, 0],
]


class TestSheets:
    def test_headings_part_the_sheet_and_numbers_print_as_they_are(self) -> None:
        content = read_xlsx(write_book(ROWS, ("B3:C3",)), Hints())
        assert [block.text for block in content.paragraphs] == [ROWS[0][0], ROWS[4][0]]
        first, second = content.grids
        assert texts(first)[1:] == [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "7730.28", ""]]
        assert first.rows[1][1].colspan == 2
        assert texts(second) == [["一、本年新收", "12", "0"]]
        assert second.rows[0][1].at == "sheet Sheet, B6"

    def test_a_formula_without_its_result_is_no_blank(self) -> None:
        (grid,) = read_xlsx(write_book([["规章", 1, "=SUM(B1:B1)"]]), Hints()).grids
        assert [cell.is_doubtful for cell in grid.rows[0]] == [False, False, True]

    def test_a_blank_row_with_borders_stays(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(write_book([["结果维持", "总计"], [None, None]])))
        sheet = book.active
        assert sheet is not None
        for column in (1, 2):
            sheet.cell(2, column).border = Border(bottom=Side("thin"), left=Side("thin"))
        stream = io.BytesIO()
        book.save(stream)
        assert texts(read_xlsx(stream.getvalue(), Hints()).grids[0]) == [["结果维持", "总计"], ["", ""]]

    def test_a_border_may_leave_its_sides_out(self) -> None:
        """``<border/>`` is valid, and openpyxl has no side then."""
        book = openpyxl.load_workbook(io.BytesIO(write_book([["结果维持", "总计"], [None, None], ["3", "4"]])))
        sheet = book.active
        assert sheet is not None
        sheet.cell(2, 1).border = Border(left=None, bottom=None)
        stream = io.BytesIO()
        book.save(stream)
        assert b"<border/>" in zipfile.ZipFile(stream).read("xl/styles.xml").replace(b"<border />", b"<border/>")
        assert texts(read_xlsx(stream.getvalue(), Hints()).grids[0]) == [["结果维持", "总计"], ["3", "4"]]

    def test_an_old_workbook_has_its_merges_and_no_hidden_sheet(self) -> None:
        content = read_document((FIXTURES / "documents_2021.xls").read_bytes(), "application/vnd.ms-excel", Hints())
        (grid,) = content.grids
        assert texts(grid)[1] == ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
        assert texts(grid)[3] == ["行政规范性文件", "6", "1", "32"]
        assert texts(grid)[5][:2] == ["行政事业性收费", "4068.208"]
        assert grid.rows[0][0].colspan == 4

    @pytest.mark.parametrize(
        ("value", "text"),
        [(0, "0"), (12.0, "12"), (0.1, "0.1"), (1e-06, "0.000001"), (None, ""), (1e15, "1000000000000000")],
    )
    def test_values_as_printed(self, value: object, text: str) -> None:
        assert write_value(value) == text

    def test_nothing_is_printed_of_a_style_that_is_not_there(self, capfd: pytest.CaptureFixture[str]) -> None:
        """openpyxl prints it, and what the command line prints for programs to read would be broken."""
        body = write_book([["规章", 5]])
        styles = zipfile.ZipFile(io.BytesIO(body)).read("xl/styles.xml")
        assert b'<cellStyle name="Normal" xfId="0"' in styles
        odd = styles.replace(b'<cellStyle name="Normal" xfId="0"', b'<cellStyle name="Normal" xfId="9"')
        try:
            read_xlsx(repack(body, "xl/styles.xml", odd), Hints())
        except UnreadableDocument as error:
            assert error.code == "damaged_document"
        assert capfd.readouterr().out == ""

    def test_a_sheet_a_million_rows_long_is_refused(self) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active["A1048576"] = 1
        stream = io.BytesIO()
        book.save(stream)
        assert (
            refusal(stream.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            == "too_large"
        )


def test_read_xls_refuses_what_is_none() -> None:
    with pytest.raises(UnreadableDocument):
        read_xls(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, Hints())
