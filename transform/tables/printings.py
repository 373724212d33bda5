"""The printings of each table in a document, and what stands over each: headings, the title of a report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from transform.grids import Block, DocumentContent, Grid, Paragraph
from transform.organs import is_same_organ
from transform.tables.lines import ValueLine
from transform.words.dates import find_years
from transform.words.labels import compact_text
from transform.words.roles import Kind
from transform.words.sections import section_of
from transform.words.titles import TitleParts, read_annex_title, read_organ_heading, read_table_title, read_whole_title

_TABLE_NUMBER = re.compile(r"^\s*+附?表\s?\d{1,2}(?=\s)")
_LONGEST_HEADING = 45
_MOST_HEADINGS = 3
_MOST_ABOVE = 8  # blocks: the three tables of a report under one caption
_LONGEST_TITLE = 80
MAX_PRINTINGS = 200
"""So many printings of one table are the reports of more organs than any county has."""
MAX_REPEATS = 50
"""So often no row stands under one header."""


def _is_about(text: str) -> bool:
    """Whether a text speaks of 公开, in whatever characters (公開)."""
    return "公" in text and "公开" in compact_text(text)


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of a table: the headings right above it, and the title of a report or table it stands under.

    ``at`` is its address (``table 3``, or ``page 2, table 3``), ``lines`` what the unified forms read there.
    ``is_annexed``: sections of a report stand before that title; ``is_last``: they stand before the table itself.
    ``first_title`` is the first title of the document, where that is another one. ``captions`` are the headings of the
    tables right above, as far as no section begins between.
    """

    at: str
    headings: tuple[str, ...]
    title: TitleParts | None
    lines: tuple[ValueLine, ...] = ()
    is_hidden: bool = False
    is_annexed: bool = False
    is_last: bool = False
    first_title: TitleParts | None = None
    captions: tuple[str, ...] = ()

    @property
    def years(self) -> frozenset[int]:
        """The years that the headings right above it name."""
        return frozenset(year for heading in self.headings for year in find_years(heading))


class Places:
    """What stands over the tables of a document: looked for once, however many tables there are."""

    def __init__(self, content: DocumentContent) -> None:
        self.content = content
        blocks = enumerate(content.blocks)
        self.first_section = next((n for n, block in blocks if _is_section(block)), len(content.blocks))
        self.titles = list(_titles(content, self.first_section))

    def describe(self, grid: Grid, block: int, first_row: int, lines: tuple[ValueLine, ...] = ()) -> Printing:
        """The printing that begins in ``first_row`` (its header, if it has one) of ``grid``, block ``block``."""
        at = grid.address(grid.rows[first_row][0]).partition(", row")[0]
        headings, title = self._headings(grid, block, first_row), self._title_above((block, first_row))
        is_annexed = title is not None and self.first_section < self._title_place((block, first_row))[0]
        first_title = self.titles[0][1] if title is not None and title is not self.titles[0][1] else None
        is_last = self.first_section < block
        captions = tuple(_captions_above(self.content, block))
        return Printing(at, headings, title, lines, grid.is_hidden, is_annexed, is_last, first_title, captions)

    def _headings(self, grid: Grid, block: int, first_row: int) -> tuple[str, ...]:
        texts = (_heading_text(text) for text in _rows_above(grid, first_row))
        inside = [text for text in texts if text and len(text) <= _LONGEST_HEADING]
        return (*([grid.heading] if grid.heading else []), *inside, *_headings_above(self.content, block))

    def is_parted(self, before: ValueLine, line: ValueLine) -> bool:
        """Whether the title of a report by another organ, or on another year, stands between two lines."""
        one = self._title_above((before.block, before.number))
        other = self._title_above((line.block, line.number))
        if one is None or other is None or one is other:
            return False
        is_other_organ = bool(one.organ and other.organ) and not is_same_organ(one.organ or "", other.organ or "")
        return is_other_organ or bool(one.year and other.year and one.year != other.year)

    def _title_above(self, place: tuple[int, int]) -> TitleParts | None:
        found = bisect_left(self.titles, place, key=lambda title: title[0])
        return self.titles[found - 1][1] if found else None

    def _title_place(self, place: tuple[int, int]) -> tuple[int, int]:
        return self.titles[bisect_left(self.titles, place, key=lambda title: title[0]) - 1][0]


def split_printings(places: Places, lines: Sequence[ValueLine]) -> dict[str, list[Printing]]:
    """The printings of each table: a row that comes again under a new header, or in a new grid, begins a new one,
    and so does one under another report's title."""
    found: dict[str, list[_Group]] = {}
    for line in lines:
        groups = found.setdefault(line.table, [_Group()])
        last = groups[-1].lines[-1] if groups[-1].lines else None
        if last and (groups[-1].has_again(line) or _is_stranger(line, last) or places.is_parted(last, line)):
            groups.append(_Group())
        groups[-1].add(line)
    return {table: [_printing(places, group.lines) for group in groups] for table, groups in found.items()}


def find_excess(group: Sequence[Printing]) -> tuple[int, int] | None:
    """How often a table, or a row under one header, is printed, and the limit, where it is beyond it."""
    rows = (Counter(line.row for line in printing.lines) for printing in group)
    repeats = max((count for counter in rows for count in counter.values()), default=0)
    counts = ((len(group), MAX_PRINTINGS), (repeats, MAX_REPEATS))
    return next(((count, limit) for count, limit in counts if count > limit), None)


def _printing(places: Places, group: Sequence[ValueLine]) -> Printing:
    line = group[0]
    is_own = line.header is not None and line.header.grid is line.grid
    first = line.header.lines[0][0].cell.row if line.header and is_own else line.number
    return places.describe(line.grid, line.block, first, tuple(group))


@dataclass(slots=True)
class _Group:
    """Lines of one printing. Those of one row have one grid and header, or they would not be one: the first stands for
    all; of strips the first under each header does."""

    lines: list[ValueLine] = field(default_factory=list)
    rows: dict[str, ValueLine] = field(default_factory=dict)
    strips: dict[tuple[int, int], ValueLine] = field(default_factory=dict)

    def add(self, line: ValueLine) -> None:
        self.lines.append(line)
        if line.row is not None:
            self.rows.setdefault(line.row, line)
        else:
            self.strips.setdefault((id(line.grid), id(line.header)), line)

    def has_again(self, line: ValueLine) -> bool:
        """Whether the row stands here under another header or in another grid."""
        if line.row is not None:
            twins = [self.rows[line.row]] if line.row in self.rows else []
        else:  # a strip: it comes again where its header names the same rows
            twins = [other for other in self.strips.values() if _row_texts(other) & _row_texts(line)]
        return any(other.grid is not line.grid or other.header is not line.header for other in twins)


def _is_stranger(line: ValueLine, before: ValueLine) -> bool:
    """A line without a header in another grid than one with a header, or the other way round."""
    return line.grid is not before.grid and (line.header is None) != (before.header is None)


def _row_texts(line: ValueLine) -> set[str]:
    if line.header is None:
        return set()
    cells = (marked for cells in line.header.lines for marked in cells)
    return {code for marked in cells if (code := marked.code(Kind.ROW, line.table))}


def _rows_above(grid: Grid, first_row: int) -> Iterator[str]:
    """Single-cell rows of the same grid above the table's header: a title inside the table."""
    for row in reversed(grid.rows[:first_row]):
        printed = [cell for cell in row if cell.text]
        if len(printed) != 1:
            return
        yield printed[0].text


def _heading_text(text: str) -> str:
    """A heading without white space; 表1 2020年度情况 without its number, which would run into the year."""
    return compact_text(_TABLE_NUMBER.sub("", text, count=1))


def _headings_above(content: DocumentContent, block: int) -> Iterator[str]:
    left = _MOST_HEADINGS
    for number in range(block - 1, -1, -1):
        other = content.blocks[number]
        if isinstance(other, Grid) or not left:
            return
        text = _heading_text(other.text)
        if len(text) <= _LONGEST_HEADING:
            left -= 1
            yield text
        else:
            return


def _captions_above(content: DocumentContent, block: int) -> Iterator[str]:
    """The short texts above the tables that stand before this one, the nearest first, up to a section or prose."""
    is_above_table = False
    for other in reversed(content.blocks[max(0, block - _MOST_ABOVE) : block]):
        if isinstance(other, Grid):
            is_above_table = True
            continue
        text = _heading_text(other.text)
        if len(text) > _LONGEST_HEADING or _is_section(other):
            return
        if is_above_table:
            yield text


@lru_cache(maxsize=2_000)
def read_heading(text: str) -> TitleParts | None:
    """The title of a report or of its tables; both the places of a document and its headings ask."""
    return read_whole_title(text) or read_table_title(text) or read_annex_title(text)


def _titles(content: DocumentContent, first_section: int) -> Iterator[tuple[tuple[int, int], TitleParts]]:
    """Every title of a report or of its tables, with its block and row (-1 for text between tables).

    The title of a table that names no organ (附：2022年政府信息公开统计表) is still of the organ named before. In and
    over a table, and behind the first section, an organ's name alone is one as well: above stands the site's.
    """
    organ: str | None = None
    for place, text, is_heading in _single_texts(content, first_section):
        title = read_heading(text) if _is_about(text) or text.startswith("附") else None
        if title is None and is_heading:
            title = read_organ_heading(text)
        if title is None or (title.organ is None and title.year is None):
            continue
        organ = title.organ or organ
        yield place, TitleParts(title.text, organ, title.year)


def _single_texts(content: DocumentContent, first_section: int) -> Iterator[tuple[tuple[int, int], str, bool]]:
    """Short texts that stand alone: paragraphs, the caption of a table, and the only cell of a row; whether an
    organ's name there heads what follows."""
    for number, block in enumerate(content.blocks):
        if isinstance(block, Paragraph):
            found = [(-1, block.text, block.level > 0 and number > first_section)]
        else:
            rows = ((n, [cell.text for cell in row if cell.text]) for n, row in enumerate(block.rows))
            found = [(-1, block.heading, True), *((n, texts[0], True) for n, texts in rows if len(texts) == 1)]
        yield from (((number, row), text, is_set) for row, text, is_set in found if len(text) <= _LONGEST_TITLE)


def _is_section(block: Block) -> bool:
    return isinstance(block, Paragraph) and section_of(block.text, is_marked=block.level > 0) is not None
