"""Text dumps and Markdown → blocks. What is left of a table in text is a loose grid; a pipe or tab table is a grid.

Four shapes are told apart line by line: Markdown rows (``| 规章 | 0 | 0 |``), tab-separated rows, labels with their
values behind them (``行政许可 97``), and dumps that put every cell on a line of its own. Of the last two, blank cells
may have vanished and neighbours be glued, so their grids say ``is_loose``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extract.charset import decode_text
from transform.errors import UnreadableDocument
from transform.grids import Block, DocumentContent, Paragraph, RawCell, build_grid
from transform.models import Hints
from transform.readers.text.aligned import FEWEST_LINES, Piece, place_values, split_pieces
from transform.readers.text.barred import find_barred
from transform.readers.text.bars import is_rule, split_edged
from transform.readers.text.delimited import DelimitedLine, find_delimited
from transform.readers.text.drawn import find_drawn
from transform.readers.text.frame_lines import blank_frame_numbers
from transform.readers.text.marks import plain_cell
from transform.readers.text.sideways import place_labels
from transform.readers.text.torn_tables import has_torn_row, join_torn_tables
from transform.readers.text.unedged import find_unedged
from transform.shapes.framed import find_numbers
from transform.shapes.twins import join_twins
from transform.words.labels import compact_text
from transform.words.numbers import looks_like_value
from transform.words.sections import opens_section, section_of

MAX_BYTES = 12_000_000
MAX_LINES = 100_000
MAX_WORDS = 300_000  # each may become a cell; a report has a few thousand

_DRAWN_BORDER = re.compile(
    "[\u2502\u2503\u2506\u2507\u2551\uff5c]"
)  # │ ｜ and their kin between the cells of a drawn table
_STYLED = re.compile(r"\[([^\[\]\n]*)\]\{[^{}\n]*\}")  # pandoc: [行政许可]{style="…"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WORD = re.compile(r"[^\s|]+|\|")
_MARKED = re.compile(r"^(#{1,6})(?!#)\s*(?=\S)")
_VALUE = re.compile(r"^[-+−–—增减/]*[\d.,%增减+/-]*(?:件|条|项|个|份|次|元|万元|亿元|无)?$")
_INSIDE_VALUE = re.compile(  # 22 (含上年3件) and 6 件 are one value each
    r"(?<=\d)\s+(?=(?:[(（][^()（）]{1,20}[)）]|件|条|项|个|份|次|元|万元|亿元)(?:\s|$))"
)
_FIGURE = re.compile(r"\d+(?![\d.、．)）]|\s*[年月日/-])")
_REMARK = re.compile(r"\([^()]*\)$")
_DETAIL = re.compile(r"^(.{2,}?)[(（]([^()（）]+)[)）]$")
_PAGE_NUMBER = re.compile(r"[-－–—]+ *[0-9]{1,3} *[-－–—]+")
_TABLE_NAME = re.compile(r"^(?:附?表)[一二三四五\d]")
_SENTENCE_END = re.compile(r"[。!?！？；;]$")
_LONGEST_LABEL = 60
_FEWEST_LAST = 3
_FEWEST_VALUES = 2
"""A single number among short lines is a page number or a count in a list, no table."""


@dataclass(frozen=True)
class TextLine:
    """One line that is not blank: its address, its text, its level as a heading, its cells where it is a table row."""

    at: str
    text: str
    level: int = 0
    cells: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def is_border(self) -> bool:
        """A heading, marked or of a section, or prose: never part of a table."""
        if len(self.pieces) > _FEWEST_VALUES and all(is_value_token(x.text) for x in self.pieces[-_FEWEST_VALUES:]):
            return False
        is_prose = len(self.text) > _LONGEST_LABEL and len(compact_text(self.text)) > _LONGEST_LABEL
        if is_prose and _ends_in_values(self.text):
            return False
        return is_prose or self.level > 0 or _SENTENCE_END.search(self.text) is not None or opens_section(self.text)


@dataclass(slots=True)
class _Builder:
    """Collects blocks; numbers the tables as they come."""

    blocks: list[Block] = field(default_factory=list)
    tables: int = 0

    def add_line(self, line: TextLine) -> None:
        self.blocks.append(Paragraph(line.text, line.at, line.level))

    def add_rows(self, rows: Sequence[Sequence[RawCell]], *, is_loose: bool, is_padded: bool = False) -> None:
        self.tables += 1
        self.blocks.append(build_grid(rows, index=self.tables, is_loose=is_loose, is_padded=is_padded))


def read_text(body: bytes, hints: Hints) -> DocumentContent:
    """Read a text dump or a Markdown file: every line is a block or part of one.

    Raises UnreadableDocument where the file is larger than any report.
    """
    if len(body) > MAX_BYTES or body.count(b"\n") > MAX_LINES:
        raise UnreadableDocument("too_large", f"the text has {len(body)} bytes, limit {MAX_BYTES}, or too many lines")
    text, charset = decode_text(body, hints.declared_charset)
    if len(text) > MAX_WORDS and sum(1 for _ in _WORD.finditer(text)) > MAX_WORDS:
        raise UnreadableDocument("too_large", f"the text has more than {MAX_WORDS} words or cells")
    return DocumentContent(tuple(read_line_blocks(read_lines(text))), charset=charset)


def read_line_blocks(lines: Iterable[TextLine]) -> Iterator[Block]:
    """Blocks of any document that comes as lines."""
    builder = _Builder()
    run: list[TextLine] = []
    for line in lines:
        if not run or _is_same_run(run[-1], line):
            run.append(line)
            continue
        _close_run(run, builder)
        run = [line]
    _close_run(run, builder)
    yield from join_torn_tables(builder.blocks, is_value_token)


def read_lines(text: str) -> Iterator[TextLine]:
    """Lines that are not blank, Markdown marks taken off, rules (``|---|``, ``+---+``, ``├──┤``) left out."""
    text = _STYLED.sub(r"\1", text) if "]{" in text else text
    lines = blank_frame_numbers(_DRAWN_BORDER.sub("|", text).splitlines())
    certain = find_unedged(lines) | find_drawn(lines)
    barred, cells = find_barred(_without(lines, certain))
    lines = [cells.get(number, line) for number, line in enumerate(lines)]
    certain |= barred
    delimited = find_delimited(_without(lines, certain))
    delimited |= {number: DelimitedLine(fields, 1) for number, fields in certain.items()}
    end = 0  # of a row that takes several lines
    for number, raw in enumerate(lines):
        stripped = raw.strip()
        is_idle = certain.get(number) == ()
        is_page = _PAGE_NUMBER.fullmatch(stripped) is not None
        if number < end or is_idle or is_page or not compact_text(stripped) or is_rule(stripped):
            continue
        row = delimited.get(number)
        end = number + (row.height if row else 1)
        yield (
            _read_line(f"line {number + 1}", raw)
            if row is None
            else TextLine(f"line {number + 1}", stripped, cells=tuple(map(plain_cell, row.fields)))
        )


def _without(lines: Sequence[str], taken: Collection[int]) -> list[str]:
    return ["" if number in taken else line for number, line in enumerate(lines)]


def _read_line(at: str, raw: str) -> TextLine:
    stripped = raw.strip()
    marked = _MARKED.match(stripped)
    if stripped.startswith("|"):
        return TextLine(at, stripped, cells=_split_pipes(stripped))
    if raw.count("\t") >= 1:
        return TextLine(at, stripped, cells=tuple(raw.rstrip("\r\n").split("\t")))
    if marked:
        return TextLine(at, stripped[marked.end() :].strip(), level=len(marked[1]))
    return TextLine(at, stripped, pieces=split_pieces(raw))


def _split_pipes(row: str) -> tuple[str, ...]:
    """Cells of a Markdown row; <br> breaks a line in its cell."""
    return tuple(map(plain_cell, split_edged(_BREAK.sub("\n", row))))


def _is_same_run(before: TextLine, line: TextLine) -> bool:
    """Whether two lines may belong to one table: both rows of cells, or both short lines between headings and prose."""
    if bool(before.cells) != bool(line.cells):
        return False
    if line.cells:
        return True
    return not before.is_border and not line.is_border


def _close_run(run: list[TextLine], builder: _Builder) -> None:
    """A run becomes a grid where it holds cells or values enough, else paragraphs."""
    if not run:
        return
    if len(run) == 1 and run[0].is_border:
        builder.add_line(run[0])
        return
    if run[0].cells:
        width = Counter(len(line.cells) for line in run).most_common(1)[0][0]
        rows = [[RawCell(text, at=line.at) for text in cells] for line in run for cells in _split_glued(line, width)]
        above, before = find_numbers(rows)
        rows = [row[before:] for row in rows[above:]]
        is_padded = len(set(map(len, rows))) == 1  # most converters write every row as wide as the widest
        rows = list(join_twins(rows)) if is_padded else place_labels(rows)
        caption = _read_caption(builder, max(map(len, rows)))
        is_loose = has_torn_row(rows, is_value_token)
        builder.add_rows([*caption, *rows], is_loose=is_loose, is_padded=is_padded)
        return
    rows = list(_read_aligned_rows(run) or _read_loose_rows(run))
    valued = [number for number, row in enumerate(rows) if len(row) > 1]
    if sum(len(rows[number]) - 1 for number in valued) < _FEWEST_VALUES:
        for line in run:
            builder.add_line(line)
        return
    builder.add_rows(rows[: valued[-1] + 1], is_loose=True)
    for row in rows[valued[-1] + 1 :]:
        builder.blocks.append(Paragraph(row[0].text, row[0].at or ""))


def _split_glued(line: TextLine, width: int) -> list[tuple[str, ...]]:
    """Two rows that lost the line break between them: twice the usual cells and a blank one at the seam."""
    if len(line.cells) == 2 * width + 1 and not line.cells[width].strip():
        return [line.cells[:width], line.cells[width + 1 :]]
    return [line.cells]


def _read_aligned_rows(run: list[TextLine]) -> list[list[RawCell]]:
    """A row for each line of a table set with spaces, blank cells in their places; none where too few lines are so."""
    if sum(len(line.pieces) > 1 for line in run) < FEWEST_LINES:
        return []
    pieces = [line.pieces or (Piece(line.text, 0, 0),) for line in run]
    placed = place_values(pieces, is_value_token)
    return [[RawCell(text, at=line.at) for text in texts] for line, texts in zip(run, placed, strict=True)]


def _read_loose_rows(run: list[TextLine]) -> Iterator[list[RawCell]]:
    """One row for each label with the values that follow it; a label without values is a row of one cell."""
    row: list[RawCell] = []
    for line in run:
        label, values = _split_values(line.text)
        if row and not values and _is_no_label(label, is_behind_value=len(row) > 1):
            row.append(RawCell(line.text, at=line.at))
            continue
        if label:
            if row:
                yield row
            row = [RawCell(label, at=line.at)]
        elif not row:
            row = [RawCell("", at=line.at)]
        row += [RawCell(value, at=line.at) for value in values]
    yield row


def _is_no_label(text: str, *, is_behind_value: bool) -> bool:
    """What stands in a value's place and cannot be read (####, 8件中有3件): taken for a label it would end the row."""
    return not any(map(str.isalpha, text)) or (is_behind_value and _FIGURE.match(text) is not None)


def _split_values(text: str) -> tuple[str, tuple[str, ...]]:
    """A line's label (may be empty) and the values at its end (may be none)."""
    tokens = _INSIDE_VALUE.sub("", text).split()
    start = len(tokens)
    while start and is_value_token(tokens[start - 1]):
        start -= 1
    return " ".join(tokens[:start]).rstrip(":："), tuple(tokens[start:])


def is_value_token(token: str) -> bool:
    """A number with its sign, unit and remark, or a dash, and nothing else: 2023年政府… is none."""
    if token.isdigit() or len(token) > _LONGEST_LABEL:
        return token.isdigit()
    if token.endswith("."):  # the number of an item
        return False
    return looks_like_value(token) and _VALUE.match(_REMARK.sub("", compact_text(token))) is not None


def _ends_in_values(text: str) -> bool:
    """A long label with its figures behind it, or figures alone: no sentence ends in three numbers."""
    tokens = text.rsplit(maxsplit=_FEWEST_LAST)[-_FEWEST_LAST:]
    return len(tokens) == _FEWEST_LAST and all(map(is_value_token, tokens))


def _read_caption(builder: _Builder, width: int) -> list[list[RawCell]]:
    """The marked heading right above a table as its first rows: 行政诉讼(复议后起诉) says what its five columns count.

    A section heading is no caption: it stands above everything in its section.
    """
    last = builder.blocks[-1] if builder.blocks else None
    if not isinstance(last, Paragraph) or not last.level or section_of(last.text) or _TABLE_NAME.match(last.text):
        return []
    found = _DETAIL.match(last.text.strip())
    return [[RawCell(text.strip(), colspan=width, at=last.at)] for text in (found.groups() if found else (last.text,))]
