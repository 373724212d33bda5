"""Reports as PDF whose pages are set in two columns, as gazettes set them, tables inside a column."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.transform.containers import place
from tests.transform.generator.page import C, Page
from tests.transform.pdf_writer import HEIGHT, PdfPage, write_pdf

LEFT, GAP, COLUMN, TOP, BOTTOM = 40.0, 25.0, 245.0, 90.0, HEIGHT - 60
SIZE, LINE, ROW = 9.0, 14.0, 28.0
_PER_LINE = int(COLUMN // SIZE)

PROSE = (
    "本机关认真贯彻落实条例，坚持以公开为常态、不公开为例外，全面推进决策、执行、管理、服务和结果公开，主动回应社会关切。",
    "全年共收到政府信息公开申请{received}件，比上年有所增加，均按时办结，未发生超期答复的情况，办理质量稳步提升。",
    "坚持完善工作机制，明确专人负责，严格信息发布审核程序，加强保密审查，确保发布内容准确、及时、规范，方便群众查询。",
    "全年通过门户网站主动公开政府信息{published}条，内容涉及规划计划、财政预决算、行政许可和社会公益事业建设等领域。",
    "加强平台建设，优化栏目设置，做好网站和新媒体的日常维护，开展自查自纠，及时整改问题，持续提升公开平台的服务能力。",
    "强化监督保障，组织开展业务培训，定期通报工作情况，将政府信息公开工作纳入年度考核，全年未发生责任追究的情况。",
)


@dataclass
class _Flow:
    """Where the next line goes: column after column, page after page; a title stands over both columns."""

    pages: list[PdfPage] = field(default_factory=list)
    column: int = 2
    top: float = TOP

    def room(self, height: float) -> PdfPage:
        """The page with so much room below ``top``."""
        if self.column > 1 or self.top + height > BOTTOM:
            self.column, self.top = self.column + 1, TOP
            if self.column > 1:
                if self.pages:
                    self.pages[-1].write(290, HEIGHT - 30, f"- {len(self.pages)} -")
                self.pages.append(PdfPage())
                self.column = 0
        return self.pages[-1]

    @property
    def left(self) -> float:
        """Where the column begins."""
        return LEFT + self.column * (COLUMN + GAP)

    def write(self, text: str) -> None:
        """A paragraph, its first line indented."""
        lines = [text[n : n + _PER_LINE] for n in range(0, len(text), _PER_LINE)]
        for line in lines:
            page = self.room(LINE)
            page.write(self.left, self.top, line, SIZE)
            self.top += LINE

    def draw(self, rows: list[list[C | None]], starts: dict[int, tuple[int, int]]) -> None:
        """A ruled table, cut where the column ends."""
        done = 0
        while done < len(rows):
            page = self.room(2 * ROW)
            part = rows[done : done + max(1, int((BOTTOM - self.top) // ROW))]
            _draw(page, part, starts, done, self.left, self.top)
            self.top += ROW * len(part) + LINE
            done += len(part)
            if done < len(rows):
                self.top = BOTTOM


def _draw(
    page: PdfPage,
    part: list[list[C | None]],
    starts: dict[int, tuple[int, int]],
    first: int,
    left: float,
    top: float,
    *,
    height: float = ROW,
    width: float = COLUMN,
) -> None:
    edges = _edges(part, left, width)
    for number, row in enumerate(part):
        y = top + height * number
        for column, cell in enumerate(row):
            above, before = part[number - 1][column] if number else None, row[column - 1] if column else None
            if number == 0 or cell is None or cell is not above:
                page.rule(edges[column], y, edges[column + 1], y)
            if column == 0 or cell is None or cell is not before:
                page.rule(edges[column], y, edges[column], y + height)
            if cell is not None and starts[id(cell)] == (first + number, column):
                _write_in(page, cell.text, edges[column] + 1, y + 1, edges[column + cell.colspan] - edges[column] - 2)
        page.rule(edges[-1], y, edges[-1], y + height)
    page.rule(left, top + height * len(part), edges[-1], top + height * len(part))


def _edges(part: list[list[C | None]], left: float, width: float) -> list[float]:
    """Twice as much room for the three columns of Table 3's labels."""
    shares = [2.0 if n < 3 and len(part[0]) == 10 else 1.0 for n in range(len(part[0]))]
    return [left + width * sum(shares[:n]) / sum(shares) for n in range(len(shares) + 1)]


def _write_in(page: PdfPage, text: str, x: float, y: float, wide: float) -> None:
    """A number in one line, so small that any has room; a label in several."""
    if text.replace(".", "").lstrip("-").isdigit():
        page.write(x, y, text, 2.8)
        return
    size = next((size for size in (5.0, 4.5) if -(-len(text) // max(1, wide // size)) * size <= ROW), 4.0)
    per_line = max(1, int(wide // size))
    for number, start in enumerate(range(0, len(text), per_line)):
        page.write(x, y + number * size, text[start : start + per_line], size)


def _prose(rng: random.Random) -> Iterator[str]:
    for text in PROSE:
        yield text.format(received=rng.randrange(1000, 9000), published=rng.randrange(1000, 9000))


def write_two_columns(page: Page, rng: random.Random, *, is_long: bool = True) -> tuple[bytes, list[str]]:
    """The file, and its paragraphs of prose."""
    flow, texts = _Flow(), [text for _ in range(4 if is_long else 1) for text in _prose(rng)]
    rng.shuffle(texts)
    opening = [f"本报告所列数据的统计期限为{page.year}年1月1日至{page.year}年12月31日。", "一、总体情况", *texts]
    flow.room(LINE).write(150, 40, page.title, 14)
    for text in opening:
        flow.write(text)
    for table in page.tables:
        for text in table.above:
            flow.write(text)
        flow.draw(*place(table))
    closing = ["五、存在的主要问题及改进情况", "仍需改进。", "六、其他需要报告的事项", "无。"]
    for text in closing:
        flow.write(text)
    return write_pdf(flow.pages), [*opening, *closing]


def write_wide_tables(page: Page, rng: random.Random) -> tuple[bytes, list[str]]:
    """Prose in two columns, and on the same pages tables over both of them."""
    sheets, paragraphs = [], []
    for number, table in enumerate(page.tables):
        sheet, texts = PdfPage(), list(_prose(rng))
        if number == 0:
            sheet.write(150, 40, page.title, 14)
        lines = [text[n : n + _PER_LINE] for text in texts for n in range(0, len(text), _PER_LINE)]
        half = (len(lines) + 1) // 2
        for order, line in enumerate(lines):
            column, row = divmod(order, half)
            sheet.write(LEFT + column * (COLUMN + GAP), TOP + LINE * row, line, SIZE)
        top = TOP + LINE * half + LINE
        for text in table.above:
            sheet.write(LEFT, top, text, SIZE)
        rows, starts = place(table)
        _draw(sheet, rows, starts, 0, LEFT, top + LINE, height=17, width=2 * COLUMN + GAP)
        sheet.write(290, HEIGHT - 30, f"- {number + 1} -")
        sheets.append(sheet)
        paragraphs += texts
    return write_pdf(sheets), paragraphs
