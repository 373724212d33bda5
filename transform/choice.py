"""Which of several printings of a table is the report's own: chosen for a stated reason, or not at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from transform.dates import find_years
from transform.grids import DocumentContent, Grid, Paragraph
from transform.labels import compact_text
from transform.lines import ValueLine
from transform.models import ReportInfo
from transform.organs import is_same_organ
from transform.roles import Kind
from transform.titles import TitleParts, read_table_title, read_whole_title

_LONGEST_HEADING = 45
_MOST_HEADINGS = 3
_LONGEST_TITLE = 80
_LONGEST_PLAIN = 25  # of a heading that says nothing else
_PROSE = re.compile(r"[,;。]")
MAX_PRINTINGS = 200
"""So many printings of one table are the reports of more organs than any county has."""
MAX_REPEATS = 50
"""So often no row stands under one header."""


class ChoiceRules(BaseModel):
    """transform/choice.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    not_this_report: tuple[str, ...]
    last_year: tuple[str, ...]
    annex: tuple[str, ...]


@cache
def load_choice_rules() -> ChoiceRules:
    """Read transform/choice.yaml once."""
    text = (Path(__file__).parent / "choice.yaml").read_text(encoding="utf-8")
    return ChoiceRules.model_validate(yaml.safe_load(text))


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of a table: the headings right above it, and the title of a report or table it stands under.

    ``at`` is its address (``table 3``, or ``page 2, table 3``), ``lines`` what the unified forms read there.
    """

    at: str
    headings: tuple[str, ...]
    title: TitleParts | None
    lines: tuple[ValueLine, ...] = ()
    is_hidden: bool = False

    @property
    def years(self) -> frozenset[int]:
        """The years that the headings right above it name."""
        return frozenset(year for heading in self.headings for year in find_years(heading))


class Places:
    """What stands over the tables of a document: looked for once, however many tables there are."""

    def __init__(self, content: DocumentContent) -> None:
        self.content = content
        self.titles = list(_titles(content))

    def describe(self, grid: Grid, block: int, first_row: int, lines: tuple[ValueLine, ...] = ()) -> Printing:
        """The printing that begins in ``first_row`` (its header, if it has one) of ``grid``, block ``block``."""
        at = grid.address(grid.rows[first_row][0]).partition(", row")[0]
        headings, title = self._headings(grid, block, first_row), self._title_above((block, first_row))
        return Printing(at, headings, title, lines, grid.is_hidden)

    def _headings(self, grid: Grid, block: int, first_row: int) -> tuple[str, ...]:
        texts = (compact_text(text) for text in _rows_above(grid, first_row))
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


def _headings_above(content: DocumentContent, block: int) -> Iterator[str]:
    left = _MOST_HEADINGS
    for number in range(block - 1, -1, -1):
        other = content.blocks[number]
        if isinstance(other, Grid) or not left:
            return
        text = compact_text(other.text)
        if len(text) <= _LONGEST_HEADING:
            left -= 1
            yield text
        else:
            return


def _titles(content: DocumentContent) -> Iterator[tuple[tuple[int, int], TitleParts]]:
    """Every title of a report or of its tables, with its block and row (-1 for text between tables).

    The title of a table that names no organ (附：2022年政府信息公开统计表) is still of the organ named before.
    """
    organ: str | None = None
    for place, text in _single_texts(content):
        title = read_whole_title(text) or read_table_title(text)
        if title is None or (title.organ is None and title.year is None):
            continue
        organ = title.organ or organ
        yield place, TitleParts(title.text, organ, title.year)


def _single_texts(content: DocumentContent) -> Iterator[tuple[tuple[int, int], str]]:
    """Short texts that stand alone: paragraphs, and the only cell of a row."""
    for number, block in enumerate(content.blocks):
        if isinstance(block, Paragraph):
            found = [(-1, block.text)]
        else:
            rows = ((n, [cell.text for cell in row if cell.text]) for n, row in enumerate(block.rows))
            found = [(n, texts[0]) for n, texts in rows if len(texts) == 1]
        yield from (((number, row), text) for row, text in found if len(text) <= _LONGEST_TITLE and "公开" in text)


@dataclass(frozen=True, slots=True)
class Choice:
    """The printings to use (several where nothing decides) and why one was chosen."""

    printings: tuple[Printing, ...]
    reason: str | None = None


def choose_printing(printings: Sequence[Printing], info: ReportInfo, numbered: Mapping[int, bool]) -> Choice:
    """Choose among printings that differ. ``numbered`` tells by place which of them carry any number.

    Each step keeps what passes it, and the first that leaves a single one decides: those with numbers; those that the
    page shows; those not under another report's title; those whose headings do not say 去年, 对比 or 样表; those under
    the report's own title; those whose headings name the statistics year.
    """
    left = [(place, printing) for place, printing in enumerate(printings)]
    tests = (
        ("only one has numbers", lambda place, _: numbered[place]),
        ("the page does not show the others", lambda _, p: not p.is_hidden),
        ("the others stand under another report's title", lambda _, p: not _is_foreign_title(p, info)),
        ("the others are headed as another year's, a comparison or a sample", lambda _, p: not _is_disowned(p, info)),
        ("only one stands under this report's title", lambda _, p: _is_own_title(p, info)),
        ("only one is headed by the statistics year", lambda _, p: _is_of_year(p, info)),
    )
    for reason, test in tests:
        kept = [(place, printing) for place, printing in left if test(place, printing)]
        if len(kept) == 1:
            return Choice((kept[0][1],), reason)
        left = kept or left
    return Choice(tuple(printing for _, printing in left))


def keep_own(printings: Mapping[str, Sequence[Printing]], info: ReportInfo) -> dict[str, list[Printing]]:
    """The printings without those of other reports where others of the same table carry numbers.

    A table printed only under another report's title, or headed as last year's, is none on a page that has its own.
    """
    kept = {code: [one for one in group if _is_own(one, info)] for code, group in printings.items()}
    numbered = {code for code, group in kept.items() if any(map(_is_numbered, group))}
    return {
        code: kept[code] if numbered and (code in numbered or not kept[code]) else list(group)
        for code, group in printings.items()
    }


def _is_own(printing: Printing, info: ReportInfo) -> bool:
    return not _is_foreign_title(printing, info) and not _is_headed_as_last_years(printing, info)


def _is_numbered(printing: Printing) -> bool:
    return any(character.isdigit() for line in printing.lines for cell in line.values for character in cell.text)


def _is_headed_as_last_years(printing: Printing, info: ReportInfo) -> bool:
    """A heading right above says 去年, or is that of an annex on another year; prose (较去年下降。) is none."""
    rules = load_choice_rules()
    for heading in printing.headings:
        if _PROSE.search(heading):
            continue
        years = find_years(heading) if heading.startswith(rules.annex) else ()
        is_last_year = len(heading) <= _LONGEST_PLAIN and any(word in heading for word in rules.last_year)
        if is_last_year or (years and info.year is not None and info.year not in years):
            return True
    return False


def _is_disowned(printing: Printing, info: ReportInfo) -> bool:
    words = load_choice_rules().not_this_report
    is_other_year = bool(printing.years) and info.year is not None and info.year not in printing.years
    return is_other_year or any(word in heading for heading in printing.headings for word in words)


def _is_of_year(printing: Printing, info: ReportInfo) -> bool:
    """Headed by the statistics year; a table without any year is of the year of the title it stands under."""
    title_year = printing.title.year if printing.title else None
    return info.year in (printing.years or {title_year})


def _is_foreign_title(printing: Printing, info: ReportInfo) -> bool:
    """Under the title of a report by another organ or on another year."""
    title = printing.title
    if title is None:
        return False
    is_other_organ = bool(title.organ and info.organ) and not is_same_organ(title.organ or "", info.organ or "")
    is_other_year = title.year is not None and info.year is not None and title.year != info.year
    return is_other_organ or is_other_year


def _is_own_title(printing: Printing, info: ReportInfo) -> bool:
    title = printing.title
    if title is None or not title.organ or not info.organ:
        return False
    is_year = title.year is None or info.year is None or title.year == info.year
    return is_year and is_same_organ(title.organ, info.organ)
