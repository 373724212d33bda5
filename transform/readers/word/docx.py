"""DOCX → blocks in reading order. Merged cells become spans: python-docx itself repeats their text in every place.

Tracked deletions, hidden rows and the second copy Word keeps for old versions are left out; insertions, content
controls and text boxes are read. A table inside a cell is a grid of its own behind the outer one. What a paragraph
shows stands in `transform.readers.word.runs`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from transform.errors import UnreadableDocument
from transform.grids import Block, DocumentContent, Grid, Paragraph, RawCell, build_grid
from transform.models import Hints
from transform.readers.package import check_package
from transform.readers.raised import doubt_marks
from transform.readers.word.embedded import EmbeddedPages
from transform.readers.word.runs import RunReader, W, fill_of
from transform.words.labels import compact_text

MAX_CELLS = 100_000
_TRANSPARENT = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo", "body")}
_LONGEST_HEADING = 45


@dataclass(slots=True)
class _Document:
    """Styles, and numbers of what was met so far."""

    levels: dict[str, int]
    runs: RunReader
    pages: EmbeddedPages
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0
    parts: int = 0


def read_docx(body: bytes, hints: Hints) -> DocumentContent:
    """Read a Word document. Raises UnreadableDocument where it is damaged, locked, dangerous or beyond the limits."""
    del hints
    check_package(body)
    import docx

    try:
        document = docx.Document(io.BytesIO(body))
        title = document.core_properties.title or None
        levels = {style.style_id: _heading_level(style.name or "") for style in document.styles}
        element, runs = document.element.body, RunReader(document.styles.element)
    except Exception as error:  # python-docx and lxml raise KeyError, ValueError, XMLSyntaxError, …
        raise UnreadableDocument("damaged_document", f"the Word document is damaged: {type(error).__name__}") from error
    if element is None:
        raise UnreadableDocument("damaged_document", "the Word document has no body")
    met = _Document(levels, runs, EmbeddedPages(document.part))
    blocks = tuple(_read_blocks(element, met))
    return DocumentContent(blocks, title=title, issues=(("part_unread", {}),) if met.parts else ())


def _heading_level(style: str) -> int:
    """1 to 6 of ``Heading 2`` or 标题 2, 1 of ``Title``, else 0."""
    words = style.lower().replace("标题", "heading ").split()
    if not words or words[0] not in ("heading", "title"):
        return 0
    return int(words[1]) if len(words) > 1 and words[1] in "123456" else 1


def _read_blocks(parent: Any, met: _Document) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{W}p":
            met.paragraphs += 1
            shown = met.runs.read(child)
            if compact_text(shown.sure):
                yield Paragraph(shown.sure, f"paragraph {met.paragraphs}", _level_of(child, shown.sure, met.levels))
            for box in shown.boxes:
                yield from _read_blocks(box, met)
        elif child.tag == f"{W}tbl":
            yield from _read_table(child, met)
        elif child.tag == f"{W}altChunk":
            page = met.pages.read(child, met.tables)
            met.parts += page is None
            met.tables += sum(isinstance(block, Grid) for block in page or ())
            yield from page or ()
        elif child.tag in _TRANSPARENT:
            yield from _read_blocks(child, met)


def _level_of(paragraph: Any, text: str, levels: dict[str, int]) -> int:
    """Heading level; a short paragraph that Word numbers itself counts too, since its 一、 is not in the text."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    level = levels.get(style.get(f"{W}val"), 0) if style is not None else 0
    is_numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None
    return level or int(is_numbered and len(compact_text(text)) <= _LONGEST_HEADING)


def _read_table(table: Any, met: _Document) -> Iterator[Block]:
    """The grid of a table, then those of the tables inside its cells."""
    met.tables += 1
    index = met.tables
    rows: list[list[RawCell]] = []
    above: dict[int, tuple[int, int]] = {}  # grid column -> (row, position) of the cell that may grow downwards
    inner: list[Any] = []
    raised: list[tuple[int, int]] = []  # row and position of the cells that hold a raised number alone
    fill = fill_of(table.find(f"{W}tblPr"))
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table and not _is_left_out(row):
            rows.append(_RowReader(met, rows, above, inner, raised, fill).read(row))
    doubt_marks(rows, raised)
    yield build_grid(rows, index=index, is_padded=True)
    for nested in inner:
        yield from _read_table(nested, met)


def _is_left_out(row: Any) -> bool:
    """A hidden row, or one whose deletion is tracked."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        return False
    hidden = properties.find(f"{W}hidden")
    is_hidden = hidden is not None and hidden.get(f"{W}val") not in ("0", "false", "off")
    return is_hidden or properties.find(f"{W}del") is not None


@dataclass(slots=True)
class _RowReader:
    """Cells that begin in a row; a cell that continues one above, or before it, makes that one larger."""

    met: _Document
    rows: list[list[RawCell]]
    above: dict[int, tuple[int, int]]
    inner: list[Any]
    raised: list[tuple[int, int]]
    fill: str
    cells: list[RawCell] = field(default_factory=list)

    def read(self, row: Any) -> list[RawCell]:
        column = _read_count(row.find(f"{W}trPr/{W}gridBefore"))
        if column:
            self.cells.append(RawCell("", colspan=column))
        for cell in _cells_of(row):
            self.met.cells += 1
            if self.met.cells > MAX_CELLS:
                reason = f"the Word document has more than {MAX_CELLS} table cells"
                raise UnreadableDocument("too_large", reason)
            wide = max(1, _read_count(cell.find(f"{W}tcPr/{W}gridSpan")))
            self._add(cell, column, wide)
            self.inner += [child for child in cell if child.tag == f"{W}tbl"]
            column += wide
        return self.cells

    def _add(self, cell: Any, column: int, wide: int) -> None:
        if _goes_on(cell.find(f"{W}tcPr/{W}hMerge")) and self.cells:
            self.cells[-1] = self.cells[-1]._replace(colspan=self.cells[-1].colspan + wide)
            return
        if _goes_on(cell.find(f"{W}tcPr/{W}vMerge")) and (place := self._cell_above(column, wide)) is not None:
            up, position = place
            self.rows[up][position] = self.rows[up][position]._replace(rowspan=self.rows[up][position].rowspan + 1)
            return
        self.above[column] = (len(self.rows), len(self.cells))
        self.cells.append(self._read_cell(cell)._replace(colspan=wide))

    def _cell_above(self, column: int, wide: int) -> tuple[int, int] | None:
        """Where the cell is that ends right above and is as wide: Word shows any other as a cell of its own."""
        place = self.above.get(column)
        if place is None:
            return None
        above = self.rows[place[0]][place[1]]
        return place if place[0] + above.rowspan == len(self.rows) and above.colspan == wide else None

    def _read_cell(self, cell: Any) -> RawCell:
        fill = fill_of(cell.find(f"{W}tcPr")) or self.fill
        shown = [self.met.runs.read(paragraph, fill) for paragraph in _paragraphs_of(cell)]
        text = "\n".join(part.text for part in shown).strip("\n")
        if any(part.is_raised for part in shown) and text.strip().isdigit():
            self.raised.append((len(self.rows), len(self.cells)))
        has_more = any(part.has_picture for part in shown) or any(child.tag == f"{W}tbl" for child in cell)
        boxed = "".join(piece for part in shown for box in part.boxes for piece in box.itertext())
        is_doubtful = (
            any(part.is_doubtful for part in shown)
            or (has_more and not compact_text(text))
            or any(character.isdigit() for character in boxed)
            or cell.find(f".//{W}sdtPr/{W}dataBinding") is not None
            or cell.find(f"{W}tcPr/{W}cellDel") is not None
            or cell.find(f".//{W}altChunk") is not None
        )
        return RawCell(text, is_doubtful=is_doubtful)


def _goes_on(merge: Any) -> bool:
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _cells_of(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _cells_of(child)


def _paragraphs_of(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _paragraphs_of(child)


def _read_count(element: Any) -> int:
    """A number of grid columns; 0 where there is none."""
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() else 0
