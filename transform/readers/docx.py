"""DOCX → blocks in reading order. Merged cells become spans: python-docx itself repeats their text in every place.

Tracked deletions, text boxes and the second copy Word keeps for old versions are left out; insertions and content
controls are read. A table inside a cell is a grid of its own behind the outer one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from transform.errors import UnreadableDocument
from transform.grids import Block, DocumentContent, Paragraph, RawCell, build_grid
from transform.labels import compact_text
from transform.models import Hints
from transform.readers.package import check_package

MAX_CELLS = 100_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TRANSPARENT = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo", "body")}
_SKIPPED = {f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "pPr", "rPr", "sdtPr", "instrText")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}graphic",
}
_RAISED_DIGITS = re.compile(r"\s*[0-9]{1,2}\s*")
_LONGEST_HEADING = 45


@dataclass(slots=True)
class _Counter:
    """Numbers of blocks and cells met so far."""

    paragraphs: int = 0
    tables: int = 0
    cells: int = 0


def read_docx(body: bytes, hints: Hints) -> DocumentContent:
    """Read a Word document. Raises UnreadableDocument where it is damaged, locked, dangerous or beyond the limits."""
    del hints
    check_package(body)
    import docx

    try:
        document = docx.Document(io.BytesIO(body))
        title = document.core_properties.title or None
        levels = {style.style_id: _heading_level(style.name or "") for style in document.styles}
        element = document.element.body
    except Exception as error:  # python-docx and lxml raise KeyError, ValueError, XMLSyntaxError, …
        raise UnreadableDocument("damaged_document", f"the Word document is damaged: {type(error).__name__}") from error
    if element is None:
        raise UnreadableDocument("damaged_document", "the Word document has no body")
    return DocumentContent(tuple(_read_blocks(element, levels, _Counter())), title=title)


def _heading_level(style: str) -> int:
    """1 to 6 of ``Heading 2`` or 标题 2, 1 of ``Title``, else 0."""
    words = style.lower().replace("标题", "heading ").split()
    if not words or words[0] not in ("heading", "title"):
        return 0
    return int(words[1]) if len(words) > 1 and words[1] in "123456" else 1


def _read_blocks(parent: Any, levels: dict[str, int], counter: _Counter) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            counter.paragraphs += 1
            text = _read_text(child)
            if compact_text(text):
                yield Paragraph(text, f"paragraph {counter.paragraphs}", _level_of(child, text, levels))
        elif child.tag == f"{_W}tbl":
            yield from _read_table(child, levels, counter)
        elif child.tag in _TRANSPARENT:
            yield from _read_blocks(child, levels, counter)


def _level_of(paragraph: Any, text: str, levels: dict[str, int]) -> int:
    """Heading level; a short paragraph that Word numbers itself counts too, since its 一、 is not in the text."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = levels.get(style.get(f"{_W}val"), 0) if style is not None else 0
    is_numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return level or int(is_numbered and len(compact_text(text)) <= _LONGEST_HEADING)


def _read_text(element: Any) -> str:
    """Runs joined without anything between them; line breaks and tabs kept."""
    return "".join(_text_pieces(element)).strip("\n")


def _text_pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}r" and _is_raised(child):
            yield _as_note("".join(_text_pieces(child)))
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        else:
            yield from _text_pieces(child)


def _is_raised(run: Any) -> bool:
    align = run.find(f"{_W}rPr/{_W}vertAlign")
    return align is not None and align.get(f"{_W}val") == "superscript"


def _as_note(text: str) -> str:
    """Raised digits as a note mark: joined to the number before them they would be digits of it."""
    return f"[{text.strip()}]" if _RAISED_DIGITS.fullmatch(text) else text


def _read_table(table: Any, levels: dict[str, int], counter: _Counter) -> Iterator[Block]:
    """The grid of a table, then those of the tables inside its cells."""
    counter.tables += 1
    index = counter.tables
    rows: list[list[RawCell]] = []
    above: dict[int, tuple[int, int]] = {}  # grid column -> (row, position) of the cell that may grow downwards
    inner: list[Any] = []
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is table:
            rows.append(_read_row(row, rows, above, inner, counter))
    yield build_grid(rows, index=index)
    for nested in inner:
        yield from _read_table(nested, levels, counter)


def _read_row(
    row: Any, rows: list[list[RawCell]], above: dict[int, tuple[int, int]], inner: list[Any], counter: _Counter
) -> list[RawCell]:
    """Cells that begin in this row; a cell that continues one above makes that one longer."""
    skipped = row.find(f"{_W}trPr/{_W}gridBefore")
    column = int(skipped.get(f"{_W}val", 0)) if skipped is not None else 0
    cells = [RawCell("", colspan=column)] if column else []
    for cell in _cells_of(row):
        counter.cells += 1
        if counter.cells > MAX_CELLS:
            raise UnreadableDocument("too_large", f"the Word document has more than {MAX_CELLS} table cells")
        wide = _read_span(cell)
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and column in above:
            up, position = above[column]
            rows[up][position] = rows[up][position]._replace(rowspan=rows[up][position].rowspan + 1)
        else:
            text = "\n".join(_read_text(paragraph) for paragraph in _paragraphs_of(cell))
            above[column] = (len(rows), len(cells))
            cells.append(RawCell(text.strip("\n"), colspan=wide))
        inner += [child for child in cell if child.tag == f"{_W}tbl"]
        column += wide
    return cells


def _cells_of(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _cells_of(child)


def _paragraphs_of(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _paragraphs_of(child)


def _read_span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return max(1, int(value)) if value.isdigit() else 1
