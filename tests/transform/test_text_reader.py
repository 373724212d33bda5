"""Text dumps and Markdown: what stands on lines comes out as blocks, cell by cell."""

from __future__ import annotations

from tests.transform.reading import refusal, texts
from transform.grids import DocumentContent
from transform.models import Hints
from transform.readers.registry import read_document
from transform.readers.text.reader import read_text


def read_lines(*lines: str) -> DocumentContent:
    return read_text("\n".join(lines).encode(), Hints())


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
