"""Recognised boxes → rows and columns. What the model is not sure of, or did not see, is never a number or a blank."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from transform.grids import Grid
from transform.models import Hints
from transform.readers.picture import TextBox, build_blocks
from transform.readers.registry import read_document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def box(left: float, top: float, text: str, score: float = 0.99) -> TextBox:
    return TextBox(left, top, left + 20 * len(text), top + 24, text, score)


def row(top: float, label: str, *numbers: str) -> list[TextBox]:
    return [box(100, top, label), *(box(600 + 100 * place, top, text) for place, text in enumerate(numbers) if text)]


def grid_of(boxes: list[TextBox]) -> Grid:
    (grid,) = [block for block in build_blocks([boxes]) if isinstance(block, Grid)]
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text + ("?" if cell.is_doubtful else "") for cell in line] for line in grid.rows]


HEADING = box(100, 40, "三、收到和处理政府信息公开申请情况")


def test_numbers_stand_in_columns_and_what_was_not_seen_is_doubtful() -> None:
    boxes = [HEADING, *row(200, "（一）予以公开", "8", "0", "8"), *row(250, "（二）部分公开", "1", "", "1")]
    assert texts(grid_of(boxes)) == [["（一）予以公开", "8", "0", "8"], ["（二）部分公开", "1", "?", "1"]]


def test_an_unsure_digit_is_doubtful_and_a_letter_no_number() -> None:
    boxes = [HEADING, *row(200, "（一）予以公开", "8", "0", "8"), box(100, 250, "（二）部分公开")]
    boxes += [box(600, 250, "1", 0.4), box(700, 250, "o"), box(800, 250, "1")]
    assert texts(grid_of(boxes))[1] == ["（二）部分公开", "1?", "o?", "1"]


def test_a_label_of_two_lines_is_joined_and_a_heading_beside_it_left_out() -> None:
    boxes = [
        HEADING,
        *row(200, "1.属于国家秘密", "0", "0"),
        box(100, 285, "5.要求行政机关确认或"),
        box(110, 311, "重新出具"),
    ]
    boxes += [box(10, 300, "（三）"), box(600, 298, "7"), box(700, 298, "7"), *row(400, "（七）总计", "7", "7")]
    assert texts(grid_of(boxes))[1] == ["5.要求行政机关确认或重新出具", "7", "7"]


def test_lines_above_and_below_the_table_are_text() -> None:
    boxes = [
        box(100, 5, "示例县财政局年度报告"),
        HEADING,
        *row(200, "规章", "0", "0", "0"),
        box(100, 300, "五、存在的主要问题及改进情况"),
    ]
    blocks = list(build_blocks([boxes]))
    assert [isinstance(block, Grid) for block in blocks] == [False, False, True, False]


@pytest.mark.slow
def test_a_picture_of_a_real_page_reads_without_a_wrong_digit() -> None:
    pytest.importorskip("rapidocr_onnxruntime")
    source = CORPUS / "hongze_2023.pdf"
    if not source.exists():
        pytest.skip(f"no corpus at {CORPUS}: real documents are not part of the project")
    import pypdfium2

    page = pypdfium2.PdfDocument(source)[3]
    stream = io.BytesIO()
    page.render(scale=2).to_pil().save(stream, "PNG")
    rows = {
        line[0].text: line[1:]
        for grid in read_document(stream.getvalue(), "image/png", Hints()).grids
        for line in grid.rows
    }
    printed = {"1.信访举报投诉类申请": "1000001", "2.重复申请": "0000000", "（六）其他处理": "0000000"}
    for label, digits in printed.items():
        read = [None if cell.is_doubtful else cell.text for cell in rows[label]]
        assert len(read) == 7
        assert all(text in (None, digit) for text, digit in zip(read, digits, strict=True))
        assert sum(text is not None for text in read) >= 6
