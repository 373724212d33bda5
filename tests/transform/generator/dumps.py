"""A page's tables as archives of web pages write them into text: bars behind the cells, or a cell a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from tests.transform.generator.page import C, Page, Rows, T
from tests.transform.generator.traps_converted import number_rows, undo_spans
from transform.grids import RawCell, build_grid, expand_grid

_CUT_LABELS = {
    "本年新制作数量": "本年新\n制作数量",
    "本年新公开数量": "本年新\n公开数量",
    "对外公开总数量": "对外公开\n总数量",
    "本年制发件数": "本年制发\n件数",
    "社会公益组织": "社会\n公益\n组织",
}

Writer = Callable[[T], Iterator[str]]


def barred(table: T) -> Iterator[str]:
    """``行政许可 | 0 |``: a bar behind every cell."""
    yield from (f"{' | '.join(cell.text for cell in row)} |" for row in table.rows)


def filled_up(table: T) -> Iterator[str]:
    """``行政许可 | 0 | ||``: as many bars in every line."""
    width = _width(table)
    for row, line in zip(table.rows, barred(table), strict=True):
        yield line + (" " + "|" * (width - len(row)) if len(row) < width else "")


def cell_and_bar(table: T) -> Iterator[str]:
    """Every cell on a line with its bar, a bar alone before every row."""
    for row in table.rows:
        yield "|"
        yield from (f"{cell.text} |" for cell in row)


def cell_a_line(table: T) -> Iterator[str]:
    """Nothing but the cells."""
    yield from (cell.text for row in table.rows for cell in row)


def cut_labels(table: T) -> Iterator[str]:
    """The same, with labels cut where the page broke the line."""
    yield from (_CUT_LABELS.get(text, text) for text in cell_a_line(table))


def markdown(table: T) -> Iterator[str]:
    """Markdown that knows no spans: rows filled up with blank cells."""
    width = _width(table)
    yield from _as_markdown([[*(cell.text for cell in row), *[""] * (width - len(row))] for row in table.rows])


def markdown_of_frame(table: T) -> Iterator[str]:
    """Markdown of a data frame: what spans is printed in every place it spans."""
    grid = build_grid([list(map(_raw, row)) for row in table.rows], index=1)
    yield from _as_markdown([[cell.text if cell else "" for cell in row] for row in expand_grid(grid)])


def unedged(table: T) -> Iterator[str]:
    """Markdown of html2text: bars between the cells only, line breaks in cells as on the page, nothing filled up."""
    for number, row in enumerate(table.rows):
        yield from (
            ("| ".join(_CUT_LABELS.get(cell.text, cell.text) for cell in row) + "  ").replace("\n", "  \n").split("\n")
        )
        if number == 0:
            yield "|".join(["---"] * len(row)) + "  "
    yield "  "


def drawn(table: T) -> Iterator[str]:
    """Rules between the rows, and rows as high as their highest cell, as pandoc draws them."""
    for row in table.rows:
        cells = [_CUT_LABELS.get(cell.text, cell.text).split("\n") for cell in row]
        widths = [2 * max(map(len, cell)) for cell in cells]
        yield "+" + "+".join("-" * (width + 2) for width in widths) + "+"
        for lines in zip_longest(*cells, fillvalue=""):
            yield "| " + " | ".join(text.ljust(width) for text, width in zip(lines, widths, strict=True)) + " |"
    yield "+" + "-" * 40 + "+"


def numbered_markdown(table: T) -> Iterator[str]:
    """Markdown of a data frame that numbers its rows and columns."""
    yield from _as_markdown(_texts(number_rows(undo_spans(table.rows))))


def numbered_commas(table: T) -> Iterator[str]:
    """A data frame's CSV."""
    yield from (",".join(map(_quote, row)) for row in _texts(number_rows(undo_spans(table.rows))))


def wide_bars(table: T) -> Iterator[str]:
    """Bars as wide as a character of Chinese, and no rule below the header."""
    yield from (f"｜{'｜'.join(row)}｜" for row in _texts(undo_spans(table.rows)))


def tabs_behind(table: T) -> Iterator[str]:
    """A tab behind every cell."""
    for row in _texts(undo_spans(table.rows)):
        yield "\t".join(row) + "\t"


def tabs_over_pages(table: T) -> Iterator[str]:
    """Tabs between the cells, and the number of the page where one ends."""
    for number, row in enumerate(_texts(undo_spans(table.rows))):
        yield from ["— 3 —", ""] * (number in (2, 9, 20))
        yield "\t".join(row)


def printed_frame(table: T) -> Iterator[str]:
    """A data frame as it prints itself: right-aligned, one space between the widest, numbers around it."""
    rows = _texts(number_rows(undo_spans(table.rows)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield " ".join([row[0].ljust(widths[0]), *(t.rjust(w) for t, w in zip(row[1:], widths[1:], strict=True))])


def spans_sideways(table: T) -> Iterator[str]:
    """Markdown of markdownify and trafilatura: blank cells for what spans sideways, none for what spans downwards."""
    rows = [[text for cell in row for text in (cell.text, *[""] * (cell.colspan - 1))] for row in table.rows]
    yield from _as_markdown(rows)


def _as_markdown(rows: list[list[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if number == 0:
            yield "|" + " --- |" * len(row)


def _texts(rows: Rows) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _quote(text: str) -> str:
    return f'"{text}"' if "," in text or '"' in text else text


def _raw(cell: C) -> RawCell:
    return RawCell(cell.text, cell.rowspan, cell.colspan)


def _width(table: T) -> int:
    return max(sum(cell.colspan for cell in row) for row in table.rows)


RULED: dict[str, Writer] = {
    "barred": barred,
    "filled up": filled_up,
    "markdown": markdown,
    "markdown of a data frame": markdown_of_frame,
    "markdown of html2text": unedged,
    "drawn": drawn,
    "markdown of markdownify": spans_sideways,
    "markdown with numbers": numbered_markdown,
    "commas with numbers": numbered_commas,
    "wide bars": wide_bars,
    "tabs behind": tabs_behind,
    "tabs over pages": tabs_over_pages,
}
"""Ways in which a blank cell keeps its place."""
LOOSE: dict[str, Writer] = {
    "cell and bar": cell_and_bar,
    "cell a line": cell_a_line,
    "cut labels": cut_labels,
    "printed frame": printed_frame,
}
"""Ways in which it is lost."""


def dump_page(page: Page, write: Writer, *, between: str = "\n") -> bytes:
    """The page as a text; ``between`` stands between its lines."""
    lines = [
        page.title,
        f"发布日期:{page.year + 1}-01-29 信息来源: 浏览次数:",
        f"本报告所列数据的统计期限自{page.year}年1月1日起至{page.year}年12月31日止。",
        "一、总体情况",
        f"{page.year}年，本机关依法做好各项公开工作。",
    ]
    for table in page.tables:
        lines += [*table.above, *write(table)]
    lines += ["五、存在的主要问题及改进情况", "仍需改进。", "六、其他需要报告的事项", "无。"]
    return between.join(lines).encode()
