"""HTML → `DocumentContent`, by HTML5 rules (selectolax, lexbor): what a browser would show as tables and paragraphs.

Everything that must run over every node is left to the C side: block borders are set as control characters in the tree,
tables are taken out and replaced by a mark, and one text() call gives the rest in reading order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from extract.charset import decode_text
from transform.grids import DocumentContent, Grid
from transform.models import Hints
from transform.readers.html.boxes.listed_figures import gather_figures
from transform.readers.html.boxes.paragraph_rows import gather_rows
from transform.readers.html.embedded import find_embedded_article
from transform.readers.html.fields import DOUBT, doubt_counts, doubt_hidden_names, show_choices
from transform.readers.html.flow import CONTROLS, fold_space, mark_blocks, read_blocks
from transform.readers.html.hidden import remove_hidden
from transform.readers.html.limits import MAX_BYTES, MAX_DEPTH, check_attributes, check_tree_size, refuse
from transform.readers.html.raised import set_notes_apart
from transform.readers.html.single_rows import join_single_rows
from transform.readers.html.spilt import doubt_spilt_cells
from transform.readers.html.styles import PageStyles, read_sheets
from transform.readers.html.tables import take_tables
from transform.readers.html.unclosed import close_title, match_tables
from transform.readers.html.unseen import take_unseen

_SHORT_TAIL, _TAIL = 500, 65_536
_CELL_OPENS, _CELL_ENDS = ("<td", "<th"), ("</td", "</th", "</tr", "</tbody", "</table", "</body", "</html")
_INVISIBLE = ["script", "style", "noscript", "template", "object", "iframe", "svg", "select"]


def read_html(body: bytes, hints: Hints) -> DocumentContent:
    """Read a page.

    Raises UnreadableDocument (too_large, too_many_elements, too_many_attributes, too_many_lines, too_deep,
    empty_document): such bytes are no report, and would cost more time or memory than a night can give one page.
    """
    if len(body) > MAX_BYTES:
        raise refuse("too_large", size=len(body), limit=MAX_BYTES)
    text, charset = decode_text(body, hints.declared_charset)
    if not text.strip():
        raise refuse("empty_document")
    page = read_html_text(text, charset)
    article = find_embedded_article(text, has_table=any(map(_is_shown, page.grids)))
    if article is None:
        return page
    inner = read_html_text(f"<style>{read_sheets(text)}</style>{article.html}", charset)
    return replace(inner, title=page.title, meta={**page.meta, **article.meta})


def _is_shown(grid: Grid) -> bool:
    """A table, and no lines of markup that a textarea shows as text."""
    return not any("<t" in cell.text for row in grid.rows for cell in row)


def read_html_text(text: str, charset: str | None = None) -> DocumentContent:
    """`read_html` for text that is already decoded."""
    check_tree_size(text)
    text = check_attributes(text)
    if any(map(text.__contains__, CONTROLS)):
        text = text.translate(dict.fromkeys(map(ord, CONTROLS)))
    text = doubt_spilt_cells(match_tables(close_title(text)))
    is_cut = ends_in_cell(text)
    tree = LexborHTMLParser(f"{_drop_open_tag(text)}{DOUBT}" if is_cut else text)
    title = tree.css_first("title")
    meta = _read_meta(tree)
    root = tree.body or tree.root
    if root is None:
        raise refuse("empty_document")
    title_text = fold_space(title.text()) if title is not None else None
    show_choices(root)
    doubt_counts(root, text)
    root.strip_tags(_INVISIBLE)
    styles = PageStyles(text)
    remove_hidden(root, styles)
    doubt_hidden_names(root, text)
    odd = take_unseen(root, styles)
    set_notes_apart(root, styles, odd.smaller)
    try:
        grids = take_tables(root, text)
    except RecursionError as error:  # inline tags nested within the limits of a page, yet too deep inside one cell
        raise refuse("too_deep", limit=MAX_DEPTH) from error
    mark_blocks(root)
    blocks, containers = read_blocks(root.text().replace(DOUBT, ""), grids)
    issues: tuple[tuple[str, Mapping[str, object]], ...] = (("document_cut", {}),) if is_cut else ()
    read = tuple(join_single_rows(gather_rows(gather_figures(blocks))))
    return DocumentContent(read, title_text, meta, charset, containers, issues)


def ends_in_cell(text: str) -> bool:
    """Whether the page breaks off inside a cell: its last number may have lost digits.

    A page that merely leaves out ``</td>`` goes on after the cell, or closes the table or itself.
    """
    for length in (_SHORT_TAIL, _TAIL):  # nearly every page ends in </html>
        tail = text[-length:].lower()
        opened, ended = (max(map(tail.rfind, tags)) for tags in (_CELL_OPENS, _CELL_ENDS))
        if opened != ended:  # else neither is there
            return opened > ended
    return False


def _drop_open_tag(text: str) -> str:
    """The text without a tag that is broken off at its end, which would swallow what is put behind it."""
    start = text.rfind("<")
    return text[:start] if start > text.rfind(">") else text


def _read_meta(tree: LexborHTMLParser) -> Mapping[str, str]:
    meta: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name:
            meta.setdefault(name.strip().lower(), fold_space(attributes.get("content") or ""))
    return meta
