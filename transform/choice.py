"""Which of several printings of a table is the report's own: chosen for a stated reason, or not at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from transform.titles import TitleParts, is_whole_title, read_title

_LONGEST_HEADING = 45
_MOST_HEADINGS = 3
_LONGEST_TITLE = 80


class ChoiceRules(BaseModel):
    """transform/choice.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    not_this_report: tuple[str, ...]
    annex: tuple[str, ...]


@cache
def load_choice_rules() -> ChoiceRules:
    """Read transform/choice.yaml once."""
    text = (Path(__file__).parent / "choice.yaml").read_text(encoding="utf-8")
    return ChoiceRules.model_validate(yaml.safe_load(text))


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of a table: its lines, the headings right above it, and the report title it stands under."""

    table: str
    lines: tuple[ValueLine, ...]
    headings: tuple[str, ...]
    title: TitleParts | None

    @property
    def at(self) -> str:
        """``table 3``, or ``page 2, table 3``."""
        return self.lines[0].at.partition(", row")[0]

    @property
    def years(self) -> frozenset[int]:
        """The years that the headings right above it name."""
        return frozenset(year for heading in self.headings for year in find_years(heading))


def split_printings(content: DocumentContent, lines: Sequence[ValueLine]) -> dict[str, list[Printing]]:
    """The printings of each table: a row that comes again under a new header, or in a new grid, begins a new one."""
    titles = _titles(content)
    found: dict[str, list[list[ValueLine]]] = {}
    for line in lines:
        groups = found.setdefault(line.table, [[]])
        if groups[-1] and (_is_again(line, groups[-1]) or _is_stranger(line, groups[-1][-1])):
            groups.append([])
        groups[-1].append(line)
    return {table: [_printing(content, titles, table, group) for group in groups] for table, groups in found.items()}


def _printing(
    content: DocumentContent, titles: Sequence[tuple[int, TitleParts]], table: str, group: Sequence[ValueLine]
) -> Printing:
    return Printing(table, tuple(group), _headings(content, group[0]), _title_above(titles, group[0].block))


def _is_again(line: ValueLine, group: Sequence[ValueLine]) -> bool:
    twins = [other for other in group if other.row == line.row and line.row is not None]
    if line.row is None:  # a strip: it comes again where its header names the same rows
        twins = [other for other in group if other.row is None and _row_texts(other) & _row_texts(line)]
    return any(other.grid is not line.grid or other.header is not line.header for other in twins)


def _is_stranger(line: ValueLine, before: ValueLine) -> bool:
    """A line without a header in another grid than one with a header, or the other way round."""
    return line.grid is not before.grid and (line.header is None) != (before.header is None)


def _row_texts(line: ValueLine) -> set[str]:
    if line.header is None:
        return set()
    cells = (marked for cells in line.header.lines for marked in cells)
    return {code for marked in cells if (code := marked.code(Kind.ROW, line.table))}


def _headings(content: DocumentContent, line: ValueLine) -> tuple[str, ...]:
    headings = [line.grid.heading] if line.grid.heading else []
    headings += [text for cell in _rows_above(line) if (text := compact_text(cell)) and len(text) <= _LONGEST_HEADING]
    headings += list(_headings_above(content, line.block))
    return tuple(headings)


def _rows_above(line: ValueLine) -> Iterator[str]:
    """Single-cell rows of the same grid above the table's header: a title inside the table."""
    first = line.header.lines[0][0].cell.row if line.header and line.header.grid is line.grid else line.number
    for row in reversed(line.grid.rows[:first]):
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


def _titles(content: DocumentContent) -> list[tuple[int, TitleParts]]:
    """Every title of a report in the document, with its block: looked for once, however many tables there are."""
    found = (
        (number, read_title(block.text))
        for number, block in enumerate(content.blocks)
        if isinstance(block, Paragraph) and len(block.text) <= _LONGEST_TITLE and is_whole_title(block.text)
    )
    return [(number, title) for number, title in found if title is not None]


def _title_above(titles: Sequence[tuple[int, TitleParts]], block: int) -> TitleParts | None:
    place = bisect_left(titles, block, key=lambda title: title[0])
    return titles[place - 1][1] if place else None


@dataclass(frozen=True, slots=True)
class Choice:
    """The printings to use (several where nothing decides) and why one was chosen."""

    printings: tuple[Printing, ...]
    reason: str | None = None


def choose_printing(printings: Sequence[Printing], info: ReportInfo, numbered: Mapping[int, bool]) -> Choice:
    """Choose among printings that differ. ``numbered`` tells by place which of them carry any number.

    Each step keeps what passes it, and the first that leaves a single one decides: those with numbers; those not under
    another report's title; those whose headings do not say 去年, 对比 or 样表; those under the report's own title;
    those whose headings name the statistics year.
    """
    left = [(place, printing) for place, printing in enumerate(printings)]
    tests = (
        ("only one has numbers", lambda place, _: numbered[place]),
        ("the others stand under another report's title", lambda _, p: not _is_foreign_title(p, info)),
        ("the others are headed as another year's, a comparison or a sample", lambda _, p: not _is_disowned(p, info)),
        ("only one stands under this report's title", lambda _, p: _is_own_title(p, info)),
        ("only one is headed by the statistics year", lambda _, p: info.year in p.years),
    )
    for reason, test in tests:
        kept = [(place, printing) for place, printing in left if test(place, printing)]
        if len(kept) == 1:
            return Choice((kept[0][1],), reason)
        left = kept or left
    return Choice(tuple(printing for _, printing in left))


def _is_disowned(printing: Printing, info: ReportInfo) -> bool:
    words = load_choice_rules().not_this_report
    is_other_year = bool(printing.years) and info.year is not None and info.year not in printing.years
    return is_other_year or any(word in heading for heading in printing.headings for word in words)


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
