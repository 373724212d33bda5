"""PDF with a text layer → blocks: ruled tables as grids, everything else as lines in reading order.

Steps, page by page: drop white boxes behind text (they look like rules), close the border a page break leaves open,
take the ruled tables, take the lines outside them. Then: a table that goes on over a page break becomes one grid, in
whose columns the pieces are put by their position; page numbers go. A document without any ruled table is read like a
text dump, one without text is a scan (`transform.readers.picture`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfpage import PDFPage

from transform.errors import UnreadableDocument
from transform.grids import Block, DocumentContent, Paragraph, RawCell, build_grid
from transform.models import Hints
from transform.readers.pdf.bands import split_bands
from transform.readers.pdf.borders import close_borders, is_page_number
from transform.readers.pdf.characters import drop_raised, split_characters
from transform.readers.pdf.columns import Gutter, find_gutter, split_columns
from transform.readers.pdf.dashes import join_dashes
from transform.readers.pdf.effort import count_drawn_bytes
from transform.readers.pdf.grid import Box, PdfCell, PdfTable, place_rows
from transform.readers.pdf.shown import DOUBT, Drawing, field_places, keep_seen, without_doubtful
from transform.readers.pdf.torn_numbers import find_torn
from transform.readers.pdf.wrapped import join_wrapped
from transform.readers.text.aligned import Piece
from transform.readers.text.reader import TextLine, read_line_blocks
from transform.words.sections import section_of

MAX_PAGES = 200
MAX_PAGE_BYTES = 2_000_000  # what a page draws, unpacked; a report's page has 200,000 at most
MAX_PAGE_OBJECTS = 20_000  # characters and rules; a report's page has 3,000
MAX_OBJECTS = 150_000  # of the document
MAX_PAGE_CROSSINGS = 4_000  # of rules; a table of 12 columns has 700 on a page, and finding cells costs their square
MAX_CROSSINGS = 40_000
_FEWEST_CHARACTERS = 60  # of a document with a text layer
_TABLE_SETTINGS = {"snap_tolerance": 4, "join_tolerance": 4, "intersection_tolerance": 4}
_SAME_EDGE = 4.0  # points

PageObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of text outside tables."""

    page: int
    number: int
    text: str
    pieces: tuple[Piece, ...] = ()

    @property
    def at(self) -> str:
        return f"page {self.page}, line {self.number}"


def read_pdf(body: bytes, hints: Hints) -> DocumentContent:
    """Read a PDF. Raises UnreadableDocument where it is damaged, locked or beyond the limits."""
    del hints
    with _open_pdf(body) as pdf:
        title = str((pdf.metadata or {}).get("Title") or "") or None
        totals = _Totals()
        drawing = Drawing(body, len(pdf.pages))
        for page in pdf.pages:
            _check_page(page, totals)
        gutter = find_gutter(pdf.pages)
        items = [item for page in pdf.pages for item in _read_page(page, drawing, gutter)]
        has_pictures = any(page.images for page in pdf.pages)
    characters = sum(len(item.text) if isinstance(item, PdfLine) else 50 for item in items)
    if characters < _FEWEST_CHARACTERS and has_pictures:
        raise UnreadableDocument("scanned_document", "the PDF holds pictures of pages and no text")
    tables = [item for item in items if isinstance(item, PdfTable)]
    if not tables:
        lines = [TextLine(item.at, item.text, pieces=item.pieces) for item in items if isinstance(item, PdfLine)]
        return DocumentContent(tuple(read_line_blocks(lines)), title=_clean_title(title))
    return DocumentContent(tuple(_build_blocks(items)), title=_clean_title(title))


@dataclass(slots=True)
class _Totals:
    """Objects and crossings of rules on the pages read so far."""

    objects: int = 0
    crossings: int = 0


def _open_pdf(body: bytes) -> Any:
    try:
        pdf = pdfplumber.open(io.BytesIO(body))
        is_too_long = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1)) > MAX_PAGES
        if not is_too_long:
            _ = pdf.pages  # made once, and again when the file is closed: a page may lack its size
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises a dozen types, some of them bare
        is_locked = "Password" in type(error).__name__ or "Encrypt" in str(error)
        code = "locked_document" if is_locked else "damaged_document"
        raise UnreadableDocument(code, f"the PDF cannot be opened: {type(error).__name__}") from error
    if is_too_long:
        raise UnreadableDocument("too_large", f"the PDF has more than {MAX_PAGES} pages")
    return pdf


def _check_page(page: Any, totals: _Totals) -> None:
    """Refuse a page that draws more than any report's, before its tables are looked for."""
    number = page.page_number
    try:
        size = count_drawn_bytes(page.page_obj, MAX_PAGE_BYTES)
        objects = 0 if size > MAX_PAGE_BYTES else sum(map(len, page.objects.values()))
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableDocument("damaged_document", f"page {number} of the PDF is damaged") from error
    totals.objects += objects
    if size > MAX_PAGE_BYTES or objects > MAX_PAGE_OBJECTS or totals.objects > MAX_OBJECTS:
        reason = f"page {number} of the PDF draws {size:.0f} bytes, {objects} objects ({totals.objects} so far)"
        raise UnreadableDocument("too_large", reason)
    join_dashes(page)
    crossings = _count_crossings(page)
    totals.crossings += crossings
    if crossings > MAX_PAGE_CROSSINGS or totals.crossings > MAX_CROSSINGS:
        raise UnreadableDocument("too_large", f"the rules of page {number} cross {crossings} times")


def _count_crossings(page: Any) -> int:
    """Places where rules may cross: as many as there are heights of level rules times sides of upright ones."""
    edges = page.edges
    level = {round(edge["top"] / _SAME_EDGE) for edge in edges if edge["orientation"] == "h"}
    upright = {round(edge["x0"] / _SAME_EDGE) for edge in edges if edge["orientation"] == "v"}
    return len(level) * len(upright)


def _read_page(page: Any, drawing: Drawing, gutter: Gutter | None) -> Iterator[PdfTable | PdfLine]:
    """Tables and lines of one page, from top to bottom, of two columns the left one first."""
    number = 0
    parts: list[tuple[float, list[PdfTable | PdfLine]]] = []
    for part in split_columns(keep_seen(drop_raised(page), drawing), gutter):
        items = list(_read_part(part.page, number))
        number += sum(isinstance(item, PdfLine) for item in items)
        parts += [(part.shift, items)] if items else []
    for order, (shift, items) in enumerate(parts):
        is_end = order == len(parts) - 1
        yield from (x.moved(shift, order, is_end=is_end) if isinstance(x, PdfTable) else x for x in items)


def _read_part(page: Any, numbered_before: int) -> Iterator[PdfTable | PdfLine]:
    tables = list(_read_tables(page))
    outside = page.filter(lambda item: not _is_inside(item, [table.box for table in tables]))
    lines = [line for line in outside.extract_text_lines() if not is_page_number(line["text"])]
    numbered = [
        (line["top"], _make_line(page.page_number, number, line))
        for number, line in enumerate(lines, start=numbered_before + 1)
    ]
    placed: list[tuple[float, PdfTable | PdfLine]] = [*numbered, *((table.box[1], table) for table in tables)]
    yield from _mark_ends([item for _, item in sorted(placed, key=lambda pair: pair[0])])


def _make_line(page: int, number: int, line: PageObject) -> PdfLine:
    pieces = split_characters(line["chars"])
    sure = tuple(replace(piece, text=without_doubtful(piece.text)) for piece in pieces)
    return PdfLine(page, number, without_doubtful(line["text"]), sure)


def _mark_ends(items: list[PdfTable | PdfLine]) -> Iterator[PdfTable | PdfLine]:
    """Say of a table whether nothing stands above or below it on its page."""
    for number, item in enumerate(items):
        if isinstance(item, PdfTable):
            yield replace(item, is_first=number == 0, is_last=number == len(items) - 1)
        else:
            yield item


def _read_tables(page: Any) -> Iterator[PdfTable]:
    """Ruled tables of two columns and rows at least."""
    ruled = page.filter(_is_no_background)
    level, upright = close_borders(ruled)
    fields = field_places(page)
    for table in _find_tables(ruled, level, upright):
        texts = [
            [(box, text or "") for box, text in zip(row.cells, cells, strict=True) if box]
            for row, cells in zip(table.rows, table.extract(), strict=True)
        ]
        wrapped = join_wrapped(page, [cell for row in texts for cell in row])
        torn = find_torn(page, [[box for box, _ in row] for row in texts])
        cells = ([_make_cell(box, text, fields, wrapped) for box, text in row] for row in texts)
        rows = tuple(tuple(replace(x, is_doubtful=x.is_doubtful or x.box in torn) for x in row) for row in cells)
        if max((len(row) for row in rows), default=0) >= 2:
            yield PdfTable(page.page_number, table.bbox, rows, False, False)


def _find_tables(page: Any, level: Sequence[PageObject], upright: Sequence[PageObject]) -> Iterator[Any]:
    for part, across, down in split_bands(page, level, upright):
        settings = {**_TABLE_SETTINGS, "explicit_horizontal_lines": across, "explicit_vertical_lines": down}
        yield from part.find_tables(settings)


def _make_cell(box: Box, text: str, fields: Sequence[tuple[float, float]], wrapped: Set[Box]) -> PdfCell:
    """Doubtful with a digit that is not seen for certain, or where something else than text shows what it holds."""
    x0, top, x1, bottom = box
    is_filled = not text.strip() and any(x0 < x < x1 and top < y < bottom for x, y in fields)
    plain = text.replace(DOUBT, "")
    return PdfCell(box, "".join(plain.split()) if box in wrapped else plain, is_filled or DOUBT in text)


def _is_no_background(item: PageObject) -> bool:
    """False for a filled box without a border, larger than a rule: the white behind a line of text (洪泽 2023)."""
    is_box = item["object_type"] == "rect" and item["height"] > 3 and item["width"] > 3
    return not (is_box and not item.get("stroke"))


def _is_inside(item: PageObject, boxes: Sequence[Box]) -> bool:
    middle_x, middle_y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(x0 <= middle_x <= x1 and top <= middle_y <= bottom for x0, top, x1, bottom in boxes)


def _clean_title(title: str | None) -> str | None:
    """A title that is text; some writers leave undecoded bytes (洪泽 2023)."""
    return title if title and not re.search(r"[\x00-\x1f\x80-\xff]", title) else None


def _build_blocks(items: list[PdfTable | PdfLine]) -> Iterator[Block]:
    """Blocks in reading order, pieces of one table joined."""
    index = 0
    for piece in _join_pieces(items):
        if isinstance(piece, PdfLine):
            yield Paragraph(piece.text, piece.at)
            continue
        index += 1
        rows, headings = _split_headings(place_rows(piece, index))
        yield from headings
        yield build_grid(rows, index=index, page=piece[0].page, is_padded=True)


def _join_pieces(items: list[PdfTable | PdfLine]) -> Iterator[PdfLine | list[PdfTable]]:
    """A table that ends a page and one of the same width that begins the next are one."""
    open_table: list[PdfTable] = []
    for item in items:
        if isinstance(item, PdfTable):
            if open_table and not open_table[-1].goes_on_in(item):
                yield open_table
                open_table = []
            open_table.append(item)
            continue
        if open_table:
            yield open_table
            open_table = []
        yield item
    if open_table:
        yield open_table


def _split_headings(rows: list[list[RawCell]]) -> tuple[list[list[RawCell]], list[Paragraph]]:
    """Rows of a single cell up to the last section heading among them are text above the table, no rows of it."""
    single = 0
    while single < len(rows) and len(rows[single]) == 1:
        single += 1
    heads = [number for number in range(single) if section_of(rows[number][0].text)]
    cut = heads[-1] + 1 if heads else 0
    return rows[cut:], [Paragraph(row[0].text, row[0].at or "") for row in rows[:cut]]
