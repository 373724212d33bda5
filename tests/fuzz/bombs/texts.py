"""Text dumps made to cost time: numbers, columns and pieces without end."""

from __future__ import annotations

from extract import media
from tests.fuzz.bombs.kinds import bomb, page


@bomb(media.TEXT, "refused: too_many_cells")
def text_of_numbers() -> bytes:
    """Lines of labels and values."""
    return ("示例县2023年政府信息公开工作年度报告\n" + "（七）总计 1 2 3\n" * 70_000).encode()


@bomb(media.TEXT, "refused: too_large")
def text_of_pipes() -> bytes:
    """A Markdown table without end."""
    return ("|a|b|\n|---|---|\n" + "|（七）总计|1|\n" * 90_000).encode()


@bomb(media.TEXT, "no report")
def text_of_pieces() -> bytes:
    """Tables torn into pieces by headings of their own."""
    return ("| 总计 | 1 | 2 |\n\n# 表\n\n| 3 | 4 | 5 |\n\n甲。\n" * 12_000).encode()


@bomb(media.TEXT, "report", "no report", "refused: too_large")
def text_of_columns() -> bytes:
    """Columns set with spaces, commas and bars, line after line."""
    lines = "（一）予以公开  1  2  3\n（二）部分公开,1,2,3\n（七）总计;1;2;3\n不予公开 ┃ 1 ┃ 2\n"
    return ("示例县2023年政府信息公开工作年度报告\n" + lines * 4_000).encode()


@bomb(media.TEXT, "no report")
def rules_that_are_none() -> bytes:
    """Lines of dashes between bars, with one letter in each: half a minute a line once."""
    return ("示例县2023年政府信息公开工作年度报告\n" + f"|{'-' * 100_000}x|\n" * 100).encode()


@bomb(media.TEXT, "report")
def cell_of_an_open_remark() -> bytes:
    """A number with a remark that nobody closes (found by fuzzing Markdown)."""
    from tests.transform.containers import write_markdown

    return write_markdown(page()).decode().replace("| 0 |", f"| 3（{'其中' * 100_000} |", 2).encode()


@bomb(media.TEXT, "report")
def row_of_one_long_number() -> bytes:
    """A million digits where seven values belong, and no number in the end (found by fuzzing Markdown)."""
    from tests.transform.containers import write_markdown

    head, label, rest = write_markdown(page()).decode().partition("本年新收政府信息公开申请数量 |")
    row, _, tail = rest.partition("\n")
    cells = row.count("|") - 2
    return f"{head}{label} {'12' * 500_000}.x |{' |' * cells} 1 |\n{tail}".encode()


@bomb(media.TEXT, "report")
def heading_of_many_columns() -> bytes:
    """Table 3 under a heading of 9,000 columns that nobody knows (a smaller one was found by fuzzing)."""
    from tests.transform.containers import write_markdown

    body = write_markdown(page()).decode()
    known = "| 商业企业 |"
    assert known in body
    return body.replace(known, known + "---||" * 9_000, 1).encode()


@bomb(media.TEXT, "no report")
def text_of_one_line() -> bytes:
    """Ten megabytes on one line."""
    return "收到申请1件，".encode() * 600_000
