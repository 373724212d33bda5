"""What the two readers of workbooks share: how large a sheet may be, and its rows as tables between headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transform.errors import UnreadableDocument
from transform.grids import Block, Paragraph, RawCell, build_grid
from transform.words.labels import compact_text
from transform.words.sections import opens_section
from transform.words.titles import is_whole_title

MAX_SHEETS = 30
MAX_ROWS = 2_000
MAX_COLUMNS = 120
_LONGEST_LABEL = 60

Span = tuple[int, int]  # rows, columns
Sheet = tuple[str, list[list[RawCell]]]


def check_area(spans: Sequence[Span]) -> None:
    """Refuse merged cells that cover more places than a sheet may have: they would overlap."""
    area = sum(rows * columns for rows, columns in spans)
    if area > MAX_ROWS * MAX_COLUMNS:
        raise UnreadableDocument("too_large", f"the merged cells of a sheet cover {area} places")


def check_size(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise UnreadableDocument("too_large", f"a sheet of {rows} rows and {columns} columns")


def build_blocks(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """Grids between the section headings of each sheet."""
    index = 0
    for _, rows in sheets:
        table: list[list[RawCell]] = []
        for row in rows:
            sole = _sole_text(row)
            if sole is None or not _is_outside(sole.text):
                table.append(row)
                continue
            if table:
                index += 1
                yield build_grid(table, index=index, is_padded=True)
                table = []
            yield Paragraph(sole.text, sole.at or "")
        if table:
            index += 1
            yield build_grid(table, index=index, is_padded=True)


def _sole_text(row: list[RawCell]) -> RawCell | None:
    texts = [cell for cell in row if compact_text(cell.text)]
    return texts[0] if len(texts) == 1 else None


def _is_outside(text: str) -> bool:
    """A heading of a section, a title or prose: no row of a table."""
    return opens_section(text) or is_whole_title(text) or len(compact_text(text)) > _LONGEST_LABEL
