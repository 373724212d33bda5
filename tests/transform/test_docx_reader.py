"""Word documents: merged cells, revisions, content controls, tables in cells."""

from __future__ import annotations

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.transform.reading import fill, texts
from transform.models import Hints
from transform.readers.word.docx import read_docx


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
