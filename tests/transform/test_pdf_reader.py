"""PDF with a text layer: ruled tables, tables over page breaks, page numbers, small raised digits."""

from __future__ import annotations

import pytest

from tests.transform.pdf_writer import HEIGHT, PdfPage, write_pdf
from tests.transform.reading import refusal, texts
from transform.models import Hints
from transform.readers.pdf.borders import is_page_number
from transform.readers.pdf.reader import read_pdf
from transform.readers.registry import read_document

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

    def test_a_label_torn_beside_cells_that_go_on_is_mended(self) -> None:
        """Left apart, the second half would be taken for a row of its own, and all of it for blank."""
        first, second = PdfPage(), PdfPage()
        rows = [["三", "1.属于国家秘密", "8", "8"], ["^", "5.属于三类", "1", "1"]]
        first.draw_table(60, 740, WIDTHS, rows)
        rest = [["", "内部事务信息", "", ""], ["^", "6.属于四类", "3", "3"], ["^", "7.属于行政执法案卷", "2", "2"]]
        second.draw_table(60, 50, WIDTHS, rest)
        (grid,) = read_pdf(write_pdf([first, second]), Hints()).grids
        assert texts(grid) == [
            ["三", "1.属于国家秘密", "8", "8"],
            ["5.属于三类内部事务信息", "1", "1"],
            ["", "6.属于四类", "3", "3"],
            ["7.属于行政执法案卷", "2", "2"],
        ]
        assert [cell.col for cell in grid.rows[3]] == [1, 2, 3]

    def test_values_beyond_the_page_break_belong_to_the_label_before_it(self) -> None:
        first, second = PdfPage(), PdfPage()
        first.draw_table(60, 740, WIDTHS, [["一", "（一）予以公开", "8", "8"], ["", "（二）部分公开", "", ""]])
        second.draw_table(60, 50, WIDTHS, [["", "", "1", "1"], ["", "（七）总计", "9", "9"]])
        (grid,) = read_pdf(write_pdf([first, second]), Hints()).grids
        assert texts(grid)[1:] == [["", "（二）部分公开", "1", "1"], ["", "（七）总计", "9", "9"]]

    def test_a_label_torn_between_two_words_is_one_and_what_stands_beside_both_halves_is_doubtful(self) -> None:
        """Its values stand above the break; a number that the break tore as well may have been two."""
        first, second = PdfPage(), PdfPage()
        first.draw_table(60, 740, WIDTHS, [["三", "1.属于国家秘密", "8", "8"], ["", "6.属于四类", "12", "2676"]])
        second.draw_table(60, 50, WIDTHS, [["", "过程性信息", "", "4"], ["", "7.属于行政执法案卷", "2", "2"]])
        (grid,) = read_pdf(write_pdf([first, second]), Hints()).grids
        assert texts(grid)[1:] == [["", "6.属于四类过程性信息", "12", "26764"], ["", "7.属于行政执法案卷", "2", "2"]]
        assert [cell.is_doubtful for cell in grid.rows[1]] == [False, False, False, True]

    def test_a_row_of_a_table_is_no_rest_of_the_label_above_a_page_break(self) -> None:
        first, second = PdfPage(), PdfPage()
        first.draw_table(60, 740, WIDTHS, [["三", "1.属于国家秘密", "8", "8"], ["", "（七）总计", "12", "12"]])
        second.draw_table(60, 50, WIDTHS, [["", "四、结转下年度继续办理", "", "4"], ["", "备注", "", ""]])
        (grid,) = read_pdf(write_pdf([first, second]), Hints()).grids
        assert len(grid.rows) == 4

    def test_a_row_that_a_browser_cut_where_the_page_ends_has_its_text_below_the_rules(self) -> None:
        first, second = PdfPage(), PdfPage()
        first.draw_table(
            60, 760, WIDTHS, [["三", "1.属于国家秘密", "8", "8"], ["", "2.其他", "9", "9"]], is_open_below=True
        )
        first.write(60 + 62, 797, "法律行政")
        first.write(60 + 62, 808, "法规禁止公开")
        first.write(290, 828, "- 3 -")
        second.draw_table(60, 50, WIDTHS, [["", "", "", ""], ["", "7.属于行政执法案卷", "2", "2"]])
        (grid,) = read_pdf(write_pdf([first, second]), Hints()).grids
        assert texts(grid)[1] == ["", "2.其他法律行政法规禁止公开", "9", "9"]
        assert texts(grid)[-1] == ["", "7.属于行政执法案卷", "2", "2"]

    def test_a_table_has_no_borders_of_another_on_its_page(self) -> None:
        """A browser sizes the columns of every table by what is in it: these stand some points apart."""
        page = PdfPage()
        page.write(60, 60, "示例县2023年政府信息公开工作年度报告", 12)
        rows = [["信息内容", "制发", "废止", "有效"], ["规章", "1234", "5678", "9012"]]
        for number in range(5):
            page.draw_table(60, 100 + 70 * number, [100 + 3.5 * number, 36, 36, 60 - 3.5 * number], rows)
        content = read_pdf(write_pdf([page]), Hints())
        assert [[cell.text for cell in grid.rows[1]] for grid in content.grids] == [rows[1]] * 5

    def test_a_number_over_a_border_is_in_neither_cell(self) -> None:
        page = PdfPage()
        page.draw_table(60, 100, [100, 36, 36, 60], [["信息内容", "制发", "废止", "有效"], ["规章", "12345", "", "7"]])
        page.write(60, 60, "示例县2023年政府信息公开工作年度报告", 12)
        (row,) = read_pdf(write_pdf([page]), Hints()).grids[0].rows[1:]
        assert [cell.is_doubtful for cell in row] == [False, True, True, False]

    def test_text_below_a_table_that_is_closed_is_no_part_of_it(self) -> None:
        page = PdfPage()
        bottom = page.draw_table(60, 740, WIDTHS, [["三", "1.属于国家秘密", "8", "8"], ["", "2.其他", "9", "9"]])
        page.write(60 + 62, bottom + 6, "法律行政")
        content = read_pdf(write_pdf([page]), Hints())
        assert texts(content.grids[0])[1] == ["", "2.其他", "9", "9"]
        assert [block.text for block in content.paragraphs] == ["法律行政"]

    @pytest.mark.parametrize(
        ("width", "numbers", "read"),
        [
            (36.0, ("6789\n8", "2915\n5", "6649\n2"), ["67898", "29155", "66492"]),  # no room for a fifth digit
            (60.0, ("6789\n8", "2915\n5", "6649\n2"), ["6789\n8", "2915\n5", "6649\n2"]),  # room for two more
            (36.0, ("6789\n8", "12\n9", "6649\n2"), ["6789\n8", "12\n9", "6649\n2"]),  # two numbers stand in one
            (36.0, ("6789\n8", "7", "6649\n2"), ["6789\n8", "7", "6649\n2"]),  # too few to tell
        ],
    )
    def test_a_number_too_long_for_its_column_goes_on_in_a_second_line(
        self, width: float, numbers: tuple[str, ...], read: list[str]
    ) -> None:
        page = PdfPage()
        page.draw_table(
            60, 60, (120.0, width, width, width), [["（一）予以公开", *numbers], ["（七）总计", "1", "2", "3"]]
        )
        (grid,) = read_pdf(write_pdf([page]), Hints()).grids
        assert [cell.text for cell in grid.rows[0][1:]] == read

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

    @pytest.mark.parametrize("box", [b"null", b"[0 0]", b"[(a) 0 595 842]", b"99 0 R"])
    def test_a_page_without_a_size_is_damaged(self, box: bytes) -> None:
        body = write_pdf([PdfPage()]).replace(b"/MediaBox[0 0 595 842]", b"/MediaBox " + box)
        assert refusal(body, "application/pdf") == "damaged_document"

    @pytest.mark.parametrize(("old", "new"), [(b"/Type/Page/Parent", b"/Type/Pagx/Parent"), (b"/Count 2", b"/Count 9")])
    def test_pages_that_cannot_be_drawn_are_damage(self, old: bytes, new: bytes) -> None:
        """What such a page shows nobody can say: its text may be unseen (found by fuzzing)."""
        page = PdfPage()
        page.write(60, 60, "三、收到和处理政府信息公开申请12件")
        assert refusal(write_pdf([page, page]).replace(old, new, 1), "application/pdf") == "damaged_document"

    @pytest.mark.parametrize("body", [b"%PDF-1.4 nothing more", b"%PDF-1.7\n" + b"\x00\xff" * 500])
    def test_a_damaged_pdf_is_one_line(self, body: bytes) -> None:
        assert refusal(body, "application/pdf") == "damaged_document"


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("3", True),
        ("- 3 -", True),
        ("第 3 页 / 共 9 页", True),
        ("第3页 共9页", True),
        ("3/9", True),
        ("12 34", False),
        ("3件", False),
        ("共9页", False),
    ],
)
def test_a_line_that_only_numbers_its_page(text: str, *, is_number: bool) -> None:
    assert is_page_number(text) == is_number


class DashedPage(PdfPage):
    """Rules as some printers draw them: every dash by itself, as a stroke or as a small box."""

    def __init__(self, dash: float, gap: float, *, is_box: bool) -> None:
        super().__init__()
        self.dash, self.gap, self.is_box = dash, gap, is_box

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        length = max(x1 - x0, y1 - y0)
        across, down = (x1 - x0) / length, (y1 - y0) / length
        for number in range(int(length / (self.dash + self.gap)) + 1):
            start = number * (self.dash + self.gap)
            end = min(start + self.dash, length)
            left, top = x0 + across * start, y0 + down * start
            if self.is_box:
                self.commands.append(f"{left} {HEIGHT - top - 0.5} 0.5 0.5 re f")
            else:
                super().rule(left, top, x0 + across * end, y0 + down * end)


@pytest.mark.parametrize(("dash", "gap", "is_box"), [(4, 6, False), (0.5, 2.5, True)])
def test_borders_of_dots_or_dashes_are_rules(dash: float, gap: float, is_box: bool) -> None:
    rows = [["项目", "甲类", "乙类"], ["规章", "12", "8"], ["^", "3", "45"], ["行政许可", "6", "7"]] * 6
    solid, dashed = PdfPage(), DashedPage(dash, gap, is_box=is_box)
    for page in (solid, dashed):
        page.draw_table(60, 60, (60.0, 80.0, 40.0), rows)
    (found,), (wanted,) = (read_pdf(write_pdf([page]), Hints()).grids for page in (dashed, solid))
    assert texts(found) == texts(wanted) == [rows[0], rows[1], rows[2][1:], rows[3]] * 6
