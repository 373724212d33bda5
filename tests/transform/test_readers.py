"""Readers: what a container holds comes out as blocks, cell by cell; what would hurt is refused in one line."""

from __future__ import annotations

import fcntl
import io
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Border, Side

from tests.transform.pdf_writer import PdfPage, write_pdf
from transform.errors import UnreadableDocument
from transform.grids import DocumentContent, Grid
from transform.issues import load_issue_wordings
from transform.models import Hints
from transform.readers import doc
from transform.readers.docx import read_docx
from transform.readers.isolate import MEGABYTE, Bounds, read_isolated
from transform.readers.package import MAX_PART_BYTES
from transform.readers.pdf import read_pdf
from transform.readers.registry import READERS, read_document
from transform.readers.sheet import read_xls, read_xlsx, write_value
from transform.readers.text import read_text

FIXTURES = Path(__file__).parent / "fixtures"


def texts(grid: Grid) -> list[list[str]]:
    return [["".join(cell.text.split()) for cell in row] for row in grid.rows]


def read_lines(*lines: str) -> DocumentContent:
    return read_text("\n".join(lines).encode(), Hints())


def refusal(body: bytes, media_type: str) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(body, media_type, Hints())
    assert caught.value.code in load_issue_wordings()
    assert "\n" not in str(caught.value)
    return caught.value.code


class TestText:
    def test_a_dump_with_one_cell_a_line_is_a_loose_grid(self) -> None:
        content = read_lines("二、主动公开政府信息情况", "", "信息内容", "规章", "0", "0", " 0", "行政事业性收费", "00")
        (grid,) = content.grids
        assert grid.is_loose
        assert texts(grid) == [["信息内容"], ["规章", "0", "0", "0"], ["行政事业性收费", "00"]]
        assert grid.rows[1][2].at == "line 6"

    def test_values_behind_their_label_on_one_line(self) -> None:
        (grid,) = read_lines("行政许可 97", "行政处罚   1,204", "1.属于国家秘密 0 0 0 0 0 0 0").grids
        assert texts(grid) == [["行政许可", "97"], ["行政处罚", "1,204"], ["1.属于国家秘密", *"0000000"]]

    def test_tabs_keep_blank_cells(self) -> None:
        (grid,) = read_lines("规章\t\t0\t", "规范性文件\t6\t1\t32").grids
        assert not grid.is_loose
        assert texts(grid) == [["规章", "", "0", ""], ["规范性文件", "6", "1", "32"]]

    def test_markdown_tables_and_headings(self) -> None:
        rows = ("| 信息内容 | 数量 |", "|---|---|", "| 规章 | 0 |")
        lines = ("# 题目", "## 二、主动公开政府信息情况", *rows, "### 行政诉讼（复议后起诉）", *rows, "文字。")
        content = read_lines(*lines)
        assert [block.level for block in content.paragraphs] == [1, 2, 3, 0]
        plain, captioned = map(texts, content.grids)
        assert plain == [["信息内容", "数量"], ["规章", "0"]]
        assert captioned == [["行政诉讼"], ["复议后起诉"], *plain]

    def test_two_rows_on_one_line_are_two_rows(self) -> None:
        content = read_lines("| 信息内容 | 数量 |", "|---|---|", "| 规章 | 0 | | 规范性文件 | 6 |", "| 行政许可 | 7 |")
        assert texts(content.grids[0])[1:] == [["规章", "0"], ["规范性文件", "6"], ["行政许可", "7"]]

    def test_pieces_of_a_torn_table_are_put_together_up_to_the_next_heading(self) -> None:
        pieces = ("| 甲 | 1 | 2 |", "|---|---|---|", "文字", "| 3 | 4 |", "|---|---|")
        content = read_lines("三、收到和处理政府信息公开申请情况", *pieces, "四、行政复议", "| 5 | 6 |", "|---|---|")
        assert [texts(grid) for grid in content.grids] == [[["甲", "1", "2"], ["3", "4"]], [["5", "6"]]]
        assert [grid.is_loose for grid in content.grids] == [True, True]

    def test_prose_with_a_page_number_is_no_table(self) -> None:
        content = read_lines("示例县财政局", "2023年政府信息公开工作年度报告", "3", "根据条例编制本报告。")
        assert content.grids == ()
        assert len(content.paragraphs) == 4

    def test_markdown_with_line_breaks_in_cells_is_no_page(self) -> None:
        body = "| 信息<br>内容 | 数量 |\n|---|---|\n| 规章\\|等 | 5 |".encode()
        (grid,) = read_document(body, "text/html", Hints()).grids
        assert texts(grid) == [["信息内容", "数量"], ["规章|等", "5"]]

    def test_a_table_without_end_is_refused(self) -> None:
        assert refusal(b"| 1 | 2 | 3 | 4 |\n" * 60_000, "text/plain") == "too_large"
        assert refusal(b"1 " * 2_000_000, "text/plain") == "too_large"

    def test_any_charset(self) -> None:
        content = read_text("规章\n0\n0\n0".encode("gb18030"), Hints(declared_charset="utf-8"))
        assert texts(content.grids[0]) == [["规章", "0", "0", "0"]]


WIDTHS = (60.0, 120.0, 40.0, 40.0)


class TestPdf:
    def test_a_small_raised_digit_is_a_note(self) -> None:
        page = PdfPage()
        page.draw_table(60, 60, WIDTHS, [["一", "（一）予以公开", "12", "8"], ["二", "（二）部分公开", "3", "3"]])
        page.write(60 + sum(WIDTHS[:2]) + 2 + 16, 60, "1", 4)
        (grid,) = read_pdf(write_pdf([page]), Hints()).grids
        assert texts(grid)[0] == ["一", "（一）予以公开", "12", "8"]

    def test_a_table_over_a_page_break_is_whole(self) -> None:
        first, second = PdfPage(), PdfPage()
        first.write(60, 60, "三、收到和处理政府信息公开申请情况")
        top = [
            ["申请人", "情况", "自然人", "总计"],
            ["三\n、", "（一）予以公开", "8", "8"],
            ["^", "（二）部分公开", "1", "1"],
        ]
        first.draw_table(60, 700, WIDTHS, top, is_open_below=True)
        first.write(290, 815, "- 3 -")
        second.draw_table(60.5, 50, WIDTHS, [["", "（七）总计", "9", "9"], ["四", "结转", "0", ""]])
        second.write(60, 300, "五、存在的主要问题及改进情况")
        content = read_document(write_pdf([first, second]), "application/pdf", Hints())
        (grid,) = content.grids
        assert texts(grid) == [
            ["申请人", "情况", "自然人", "总计"],
            ["三、", "（一）予以公开", "8", "8"],
            ["（二）部分公开", "1", "1"],
            ["", "（七）总计", "9", "9"],
            ["四", "结转", "0", ""],
        ]
        assert (grid.rows[1][0].rowspan, grid.page) == (2, 1)
        assert grid.rows[3][2].at == "page 2, table 1, row 4, column 3"
        assert [block.text for block in content.paragraphs] == [
            "三、收到和处理政府信息公开申请情况",
            "五、存在的主要问题及改进情况",
        ]

    def test_a_row_torn_by_a_page_break_is_mended(self) -> None:
        first, second = PdfPage(), PdfPage()
        first.draw_table(
            60, 740, WIDTHS, [["一", "（一）予以公开", "8", "8"], ["二", "（二）部分公开（区分", "1", "1"]]
        )
        second.draw_table(
            60, 50, WIDTHS, [["", "处理的）", "", ""], ["三", "规章", "", ""], ["四", "规范性文件", "2", "2"]]
        )
        (grid,) = read_pdf(write_pdf([first, second]), Hints()).grids
        assert texts(grid)[1:] == [
            ["二", "（二）部分公开（区分处理的）", "1", "1"],
            ["三", "规章", "", ""],
            ["四", "规范性文件", "2", "2"],
        ]

    def test_values_beyond_the_page_break_belong_to_the_label_before_it(self) -> None:
        first, second = PdfPage(), PdfPage()
        first.draw_table(60, 740, WIDTHS, [["一", "（一）予以公开", "8", "8"], ["", "（二）部分公开", "", ""]])
        second.draw_table(60, 50, WIDTHS, [["", "", "1", "1"], ["", "（七）总计", "9", "9"]])
        (grid,) = read_pdf(write_pdf([first, second]), Hints()).grids
        assert texts(grid)[1:] == [["", "（二）部分公开", "1", "1"], ["", "（七）总计", "9", "9"]]

    def test_a_page_number_inside_a_table_goes_and_a_blank_row_stays(self) -> None:
        first, second = PdfPage(), PdfPage()
        first.draw_table(60, 700, WIDTHS, [["一", "（一）予以公开", "8", "8"], ["", "", "", ""]])
        bottom = second.draw_table(60, 50, (260.0,), [["- 4 -"]])
        second.draw_table(60, bottom, WIDTHS, [["二", "（二）部分公开", "", ""], ["", "", "", ""]])
        (grid,) = read_pdf(write_pdf([first, second]), Hints()).grids
        assert texts(grid) == [
            ["一", "（一）予以公开", "8", "8"],
            ["", "", "", ""],
            ["二", "（二）部分公开", "", ""],
            ["", "", "", ""],
        ]

    def test_white_boxes_behind_text_are_no_table(self) -> None:
        page = PdfPage()
        for line in range(12):
            page.fill_white(60, 60 + 20 * line, 400, 20)
            page.write(60, 62 + 20 * line, f"这里写着第{line}行文字，字数足够一行。")
        content = read_pdf(write_pdf([page]), Hints())
        assert content.grids == ()
        assert len(content.paragraphs) == 12

    def test_a_pdf_without_rules_reads_like_a_text_dump(self) -> None:
        page = PdfPage()
        page.write(60, 40, "根据中华人民共和国政府信息公开条例编制本报告，统计期限为一年，请社会各界监督指正，谢谢。")
        for line, text in enumerate(["规章 0 0 0", "规范性文件 6 1 32", "行政许可 97"]):
            page.write(60, 70 + 20 * line, text)
        (grid,) = read_pdf(write_pdf([page]), Hints()).grids
        assert grid.is_loose
        assert texts(grid)[1] == ["规范性文件", "6", "1", "32"]

    @pytest.mark.parametrize("body", [b"%PDF-1.4 nothing more", b"%PDF-1.7\n" + b"\x00\xff" * 500])
    def test_a_damaged_pdf_is_one_line(self, body: bytes) -> None:
        assert refusal(body, "application/pdf") == "damaged_document"


def fill(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class TestDocx:
    def test_a_raised_digit_is_a_note(self) -> None:
        document = docx.Document()
        paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]
        paragraph.add_run("12")
        paragraph.add_run("1").font.superscript = True
        (grid,) = read_docx(fill(document), Hints()).grids
        assert texts(grid) == [["12[1]"]]

    def test_merged_cells_are_spans_and_not_repeated(self) -> None:
        document = docx.Document()
        document.add_heading("二、主动公开政府信息情况", 2)
        table = document.add_table(4, 4)
        table.cell(0, 0).merge(table.cell(0, 3)).text = "第二十条第（一）项"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "规章"
        table.cell(1, 1).text, table.cell(3, 3).text = "7", "9"
        document.add_paragraph("文字。")
        content = read_docx(fill(document), Hints())
        (grid,) = content.grids
        assert texts(grid) == [["第二十条第（一）项"], ["规章", "7", "", ""], ["", "", ""], ["", "", "", "9"]]
        assert (grid.rows[0][0].colspan, grid.rows[1][0].rowspan, grid.rows[2][0].col) == (4, 2, 1)
        assert [(block.text, block.level) for block in content.paragraphs] == [
            ("二、主动公开政府信息情况", 2),
            ("文字。", 0),
        ]

    def test_deleted_text_is_gone_and_inserted_text_counts(self) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph()
        for tag, part, text in (("w:del", "w:delText", "旧数12"), ("w:ins", "w:t", "新数13")):
            change, run, piece = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(part)
            piece.text = text
            run.append(piece)
            change.append(run)
            paragraph._p.append(change)
        assert [block.text for block in read_docx(fill(document), Hints()).paragraphs] == ["新数13"]

    def test_a_table_in_a_cell_is_a_table_of_its_own(self) -> None:
        document = docx.Document()
        outer = document.add_table(1, 1)
        outer.cell(0, 0).text = "外"
        inner = outer.cell(0, 0).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "规章", "5"
        assert [texts(grid) for grid in read_docx(fill(document), Hints()).grids] == [[["外"]], [["规章", "5"]]]

    def test_a_table_in_a_content_control_is_read(self) -> None:
        document = docx.Document()
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "规章", "5"
        control, inside = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        table._tbl.addprevious(control)
        control.append(inside)
        inside.append(table._tbl)
        assert control.tag == qn("w:sdt")
        assert texts(read_docx(fill(document), Hints()).grids[0]) == [["规章", "5"]]


def write_book(rows: list[list[object]], merges: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for merged in merges:
        sheet.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


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


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def repack(body: bytes, name: str, content: bytes) -> bytes:
    """The package with one part put in or replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


BINARY_TYPES = sorted(
    {reader.name: media_type for media_type, reader in READERS.items() if media_type[:5] != "text/"}.values()
)


class TestDangers:
    def test_a_zip_bomb_is_refused_at_once(self) -> None:
        bomb = repack(fill(docx.Document()), "word/document.xml", b"<w:p/>" * (MAX_PART_BYTES // 6 + 10))
        assert len(bomb) < 200_000
        started = time.perf_counter()
        assert refusal(bomb, DOCX) == "too_large"
        assert time.perf_counter() - started < 1

    def test_entities_are_refused(self) -> None:
        laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><w:document/>'
        assert refusal(repack(fill(docx.Document()), "word/document.xml", laughs), DOCX) == "damaged_document"
        hidden = laughs.decode().encode("utf-16")
        assert refusal(repack(fill(docx.Document()), "word/document.xml", hidden), DOCX) == "damaged_document"

    def test_macros_are_refused(self) -> None:
        assert refusal(repack(fill(docx.Document()), "word/vbaProject.bin", b"x"), DOCX) == "macro_document"

    @pytest.mark.parametrize("media_type", BINARY_TYPES)
    def test_garbage_is_one_line_for_every_reader(self, media_type: str) -> None:
        assert refusal(b"PK\x03\x04" + bytes(range(256)) * 20, media_type) in (
            "damaged_document",
            "no_article",
            "office_missing",
            "ocr_missing",
        )

    def test_a_kind_nobody_reads_is_named(self) -> None:
        assert refusal(b"x", "video/mp4") == "unknown_media_type"

    def test_a_pdf_that_unpacks_to_gigabytes_dies_alone(self) -> None:
        body = _pdf_with_stream(_pack_spaces(600_000_000))
        assert len(body) < 10_000_000
        assert refusal(body, "application/pdf") in ("too_large", "reader_died", "damaged_document", "too_slow")

    def test_a_reader_that_never_ends_is_stopped(self) -> None:
        with pytest.raises(UnreadableDocument) as caught:
            read_isolated(
                "transform.readers.pdf:read_pdf", write_pdf([PdfPage()]), Hints(), Bounds(MEGABYTE * 200, 0.02)
            )
        assert caught.value.code == "too_slow"

    def test_a_reader_ends_also_when_whoever_asked_was_killed(self, tmp_path: Path) -> None:
        """As when the run is killed: nobody is left to end what never ends by itself."""
        lock = tmp_path / "held"
        lock.touch()
        asking = subprocess.Popen([sys.executable, "-c", ASK_FOR_EVER, str(lock)])
        assert _wait_until(lambda: _is_held(lock))
        asking.kill()
        asking.wait()
        assert _is_held(lock)
        assert _wait_until(lambda: not _is_held(lock))


ASK_FOR_EVER = """
import os, sys
from transform.models import Hints
from transform.readers.isolate import Bounds, read_isolated
read_isolated("tests.transform.containers:read_for_ever", os.fsencode(sys.argv[1]), Hints(), Bounds(400_000_000, 8))
"""


def _is_held(lock: Path) -> bool:
    """Whether a living process holds the lock: the kernel frees it with its holder."""
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _wait_until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def _pack_spaces(count: int) -> bytes:
    """Deflated white space, written piece by piece."""
    packer = zlib.compressobj(1)
    piece = b" " * 1_000_000
    return b"".join(packer.compress(piece) for _ in range(count // len(piece))) + packer.flush()


def _pdf_with_stream(packed: bytes) -> bytes:
    page = write_pdf([PdfPage()])
    old = b"<</Length 0>>\nstream\n\nendstream"
    assert old in page
    new = b"<</Length %d/Filter/FlateDecode>>\nstream\n" % len(packed) + packed + b"\nendstream"
    return page.replace(old, new)


class TestCrowdedTags:
    def test_a_crowd_of_attributes_is_refused_before_the_tree(self) -> None:
        for value in ("x", "'>'", '"<p>"'):
            page = "<body " + " ".join(f"a{n}={value}" for n in range(200_000)) + ">"
            started = time.process_time()
            assert refusal(page.encode(), "text/html") == "too_many_attributes"
            assert time.process_time() - started < 2

    def test_a_cell_of_nested_runs_is_refused_in_one_line(self) -> None:
        page = "<table><tr><td>" + "<span>1" * 2_900 + "</td></tr></table>"
        assert refusal(page.encode(), "text/html") == "too_deep"

    def test_a_picture_as_data_and_a_comparison_in_a_script_pass(self) -> None:
        script = "<script>for(i=0;i<n;i++){" + "a = b ; " * 2000 + "}</script>"
        page = f'<p><img src="data:image/png;base64,{"Ab0/+ " * 100_000}">正文</p>{script}<p>结尾</p>'
        content = read_document(page.encode(), "text/html", Hints())
        assert [block.text for block in content.paragraphs] == ["正文", "结尾"]


class TestOldWord:
    def test_without_libreoffice_the_issue_names_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        with pytest.raises(UnreadableDocument) as caught:
            doc.read_doc(b"\xd0\xcf\x11\xe0", Hints())
        assert caught.value.code == "office_missing"
        assert "libreoffice" in str(caught.value)


def test_read_xls_refuses_what_is_none() -> None:
    with pytest.raises(UnreadableDocument):
        read_xls(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, Hints())
