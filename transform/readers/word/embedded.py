"""Pages that a Word document embeds (``altChunk``) and Word shows in their place: read as pages.

Word imports other kinds as well (RTF, MHT, Word itself); those stay unread, and the document says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from transform.errors import UnreadableDocument
from transform.grids import Block, Grid
from transform.models import Hints
from transform.readers.html.reader import read_html

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PAGES = ("text/html", "application/xhtml+xml")
_MOST, _MOST_BYTES = 20, 2_000_000
"""Pages that are read, and the size of one; a document in which a program put a page has one."""


class EmbeddedPages:
    """The pages of one document, each read where it is shown."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._count = 0

    def read(self, chunk: Any, tables: int) -> list[Block] | None:
        """The blocks of a page, its tables numbered after ``tables``; None where it is none, or cannot be read."""
        body = self._page_of(chunk)
        self._count += 1
        if body is None or self._count > _MOST:
            return None
        try:
            content = read_html(body, Hints())
        except UnreadableDocument:
            return None
        return list(self._name(content.blocks, tables))

    def _page_of(self, chunk: Any) -> bytes | None:
        relation = self._part.rels.get(chunk.get(_ID))
        if relation is None or relation.is_external:
            return None
        part = relation.target_part
        is_page = part.content_type.partition(";")[0].strip().lower() in _PAGES
        return bytes(part.blob) if is_page and len(part.blob) <= _MOST_BYTES else None

    def _name(self, blocks: tuple[Block, ...], tables: int) -> Iterator[Block]:
        """The blocks with addresses that say in which page they stand."""
        place = f"embedded page {self._count}"
        for block in blocks:
            if isinstance(block, Grid):
                rows = tuple(
                    tuple(cell._replace(at=f"{place}, {block.address(cell)}") for cell in row) for row in block.rows
                )
                tables += 1
                yield replace(block, rows=rows, index=tables, container=0)
            else:
                yield replace(block, at=f"{place}, {block.at}", container=0)
