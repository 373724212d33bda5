"""HTML → `DocumentContent`, by HTML5 rules (selectolax, lexbor): what a browser would show as tables and paragraphs.

Everything that must run over every node is left to the C side: block borders are set as control characters in the tree,
tables are taken out and replaced by a mark, and one text() call gives the rest in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.charset import decode_text
from transform.errors import UnreadableDocument
from transform.grids import MAX_LINES, Block, DocumentContent, Grid, Paragraph, RawCell, build_grid
from transform.issues import make_issue
from transform.models import Hints
from transform.readers.html.bare_rows import drop_bare_rows
from transform.readers.html.boxes.boxed_rows import take_boxed_tables
from transform.readers.html.boxes.css_tables import take_styled_tables
from transform.readers.html.boxes.grid_boxes import take_grid_tables
from transform.readers.html.boxes.listed_figures import gather_figures
from transform.readers.html.boxes.paragraph_rows import gather_rows
from transform.readers.html.boxes.placed_boxes import take_placed_tables
from transform.readers.html.boxes.term_lists import take_term_lists
from transform.readers.html.cell_text import read_text, tidy_lines
from transform.readers.html.embedded import find_embedded_article
from transform.readers.html.fields import DOUBT, show_choices
from transform.readers.html.hidden import HIDDEN_MARK, remove_hidden
from transform.readers.html.lines_in_cells import read_lines
from transform.readers.html.preformatted import take_preformatted
from transform.readers.html.raised import set_notes_apart
from transform.readers.html.single_rows import join_single_rows
from transform.readers.html.spilt import doubt_spilt_cells
from transform.readers.html.styles import PageStyles, read_sheets
from transform.readers.html.unclosed import match_tables
from transform.readers.html.unseen import take_unseen

MAX_BYTES = 12_000_000
MAX_ELEMENTS = 250_000
MAX_DEPTH = 3_000  # beyond it lexbor's tree building grows with the square of the depth
MAX_ATTRIBUTES = 250  # of one tag; lexbor compares each with all before it, and a page of the web shows 30 at most
MAX_CELL_TEXT = 2_000
_CHUNK = 16_384
_SHORT_TAIL, _TAIL = 500, 65_536
_CELL_OPENS, _CELL_ENDS = ("<td", "<th"), ("</td", "</th", "</tr", "</tbody", "</table", "</body", "</html")

_OPEN, _CLOSE, _TABLE, _BREAK, _LEVEL = "\x01", "\x02", "\x03", "\x04", "\x05"
_CONTROLS = "".join(map(chr, range(9)))
_PIECE = re.compile(f"[^{_BREAK}]+")
_BLOCKS = "p,li,br,dt,dd,tr,td,th,caption,hr,ul,ol,dl,blockquote,center,form,fieldset,option,pre,address,tbody"
_CONTAINERS = "div,article,section,main,header,footer,nav,aside,ucapcontent,table,body"
_HEADINGS = "h1,h2,h3,h4,h5,h6"
_INVISIBLE = ["script", "style", "noscript", "template", "object", "iframe", "svg", "select"]
_PICTURES = "td img,td input,td canvas,th img"
_SPANNED = "[rowspan],[colspan]"
_LEADING_DIGITS = re.compile(r"\s*([0-9]{1,4})")
_DRAWN = (take_term_lists, take_grid_tables, take_styled_tables, take_boxed_tables, take_placed_tables)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?+"""
_LONG_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:(?P<many>(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}+)|(?:{_ATTRIBUTE})*+)")
_QUOTED_END = re.compile(r"""=\s*+(?:"[^">]*+>|'[^'>]*+>)""")
_SCRIPT = re.compile(r"<script\b.*?(?:</script|\Z)", re.S | re.I)
_VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
_NEVER_DEEP = frozenset({*_VOID, "p", "li", "td", "th", "tr", "tbody", "thead", "option", "dt", "dd"})


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
    if any(map(text.__contains__, _CONTROLS)):
        text = text.translate(dict.fromkeys(map(ord, _CONTROLS)))
    text = doubt_spilt_cells(match_tables(text))
    is_cut = ends_in_cell(text)
    tree = LexborHTMLParser(f"{_drop_open_tag(text)}{DOUBT}" if is_cut else text)
    title = tree.css_first("title")
    meta = _read_meta(tree)
    root = tree.body or tree.root
    if root is None:
        raise refuse("empty_document")
    title_text = fold_space(title.text()) if title is not None else None
    show_choices(root)
    root.strip_tags(_INVISIBLE)
    styles = PageStyles(text)
    remove_hidden(root, styles)
    odd = take_unseen(root, styles)
    set_notes_apart(root, styles, odd.smaller)
    try:
        grids = _take_tables(root, text)
    except RecursionError as error:  # inline tags nested within the limits of a page, yet too deep inside one cell
        raise refuse("too_deep", limit=MAX_DEPTH) from error
    _mark_blocks(root)
    blocks, containers = _read_blocks(root.text().replace(DOUBT, ""), grids)
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


def refuse(code: str, **params: int) -> UnreadableDocument:
    """The error for a document that is not read, worded by its issue."""
    return UnreadableDocument(code, make_issue(code, None, **params).message_en)


def check_tree_size(text: str) -> None:
    """Refuse before building what would not fit: too many elements, or too deep a nesting."""
    count = text.count("<")
    if count > MAX_ELEMENTS:
        raise refuse("too_many_elements", limit=MAX_ELEMENTS)
    if count > MAX_DEPTH and _deepest_possible(text) > MAX_DEPTH and nesting_depth(text) > MAX_DEPTH:
        raise refuse("too_deep", limit=MAX_DEPTH)


def check_attributes(text: str) -> str:
    """Refuse a tag with more attributes than any page has; a long value (a picture as data:) is one attribute.

    A comparison in a script may look like such a tag: then the text comes back without its scripts, so that what is
    parsed is what was checked.
    """
    if not _has_crowded_tag(text):
        return text
    plain = _SCRIPT.sub("<script></script", text)
    if _has_crowded_tag(plain):
        raise refuse("too_many_attributes", limit=MAX_ATTRIBUTES)
    return plain


def _has_crowded_tag(text: str) -> bool:
    """Every tag is matched only where one may be long enough: where no value holds a ``>``, it ends at the next one."""
    parts = [text] if _QUOTED_END.search(text) else text.split(">")
    return any(any(_LONG_TAG.findall(part)) for part in parts if len(part) > 2 * MAX_ATTRIBUTES)  # the group of each


def _deepest_possible(text: str) -> int:
    """A bound of the depth, from counts alone: ordinary pages need no closer look."""
    depth = deepest = 0
    for start in range(0, len(text), _CHUNK):
        tags, closing = text.count("<", start, start + _CHUNK), text.count("</", start, start + _CHUNK)
        deepest = max(deepest, depth + tags)
        depth += tags - 2 * closing
    return deepest


def nesting_depth(text: str) -> int:
    """How deep elements nest at most, counted from the tags; elements that close by themselves do not count."""
    depth = deepest = 0
    for slash, name in _TAG.findall(text):
        if slash:
            depth = max(depth - 1, 0) if name.lower() not in _NEVER_DEEP else depth
        elif name.lower() not in _NEVER_DEEP:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def fold_space(text: str) -> str:
    """Runs of white space as one space, none at the ends."""
    return " ".join(text.split())


def _read_meta(tree: LexborHTMLParser) -> Mapping[str, str]:
    meta: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name:
            meta.setdefault(name.strip().lower(), fold_space(attributes.get("content") or ""))
    return meta


# --- tables ---------------------------------------------------------------------------------------------------------


def _take_tables(root: LexborNode, text: str) -> dict[int, Grid]:
    """Read every table, innermost first, and leave a mark in its place.

    A table inside a cell is a table of its own; one that has a single cell is only an odd way to write that cell.
    A table around others is also layout: its text stays in the flow.
    """
    marks_of = _CellMarks(root.css_first(_PICTURES) is not None, {node.mem_id for node in root.css(_SPANNED)})
    grids: dict[int, Grid] = {}
    tables = root.css("table")
    for index in range(len(tables), 0, -1):
        table = tables[index - 1]
        rows = list(_read_rows(table, marks_of))
        marks = [mark for row in rows for cell in row for mark in _marks(cell.text)]
        if len(rows) == 1 and len(rows[0]) == 1 and not marks and _is_in_cell(table):
            table.replace_with(f"{_BREAK}{rows[0][0].text}{_BREAK}")
            continue
        plain = [[_without_marks(cell) for cell in row] for row in rows]
        mark_text = f"{_BREAK}{_TABLE}{index}{_BREAK}"
        if marks and not any(cell.text for row in plain for cell in row):
            continue  # nothing but layout
        is_hidden = HIDDEN_MARK in table.attributes
        built = build_grid(plain, index=index, heading=_caption(table), is_hidden=is_hidden)
        grids[index] = drop_bare_rows(plain, built)
        if marks:
            table.insert_before(mark_text)
        else:
            table.replace_with(mark_text)
    drawn = (taken for take in _DRAWN for taken in take(root, text))
    for index, (node, rows) in enumerate(drawn, start=len(tables) + 1):
        grids[index] = build_grid(rows, index=index)
        node.replace_with(f"{_BREAK}{_TABLE}{index}{_BREAK}")
    _take_preformatted(root, text, grids)
    return grids


def _take_preformatted(root: LexborNode, text: str, grids: dict[int, Grid]) -> None:
    for node, blocks in take_preformatted(root, text):
        pieces = []
        for block in blocks:
            if isinstance(block, Paragraph):
                pieces.append(block.text)
                continue
            index = max(grids, default=0) + 1
            grids[index] = replace(block, index=index)
            pieces.append(f"{_TABLE}{index}")
        node.replace_with(f"{_BREAK}{_BREAK.join(pieces)}{_BREAK}")


def _is_in_cell(table: LexborNode) -> bool:
    node = table.parent
    while node is not None:
        if node.tag in ("td", "th"):
            return True
        node = node.parent
    return False


def _marks(text: str) -> list[str]:
    return re.findall(rf"{_TABLE}[0-9]+", text) if _TABLE in text else []


def _without_marks(cell: RawCell) -> RawCell:
    if _TABLE not in cell.text and _BREAK not in cell.text:
        return cell
    text = re.sub(rf"{_TABLE}[0-9]+", "", cell.text).replace(_BREAK, "\n")
    return cell._replace(text=tidy_lines(text)[:MAX_CELL_TEXT])


def _caption(table: LexborNode) -> str:
    first = table.child
    while first is not None and not first.is_element_node:
        first = first.next
    return fold_space(first.text()) if first is not None and first.tag == "caption" else ""


@dataclass(frozen=True, slots=True)
class _CellMarks:
    """What the C side found in one go: whether a cell holds a picture, and which nodes (by id) span rows or columns."""

    has_pictures: bool
    spanned: set[int]


def _read_rows(table: LexborNode, marks: _CellMarks) -> Iterator[list[RawCell]]:
    parts = sorted(table.iter(), key=lambda part: part.tag == "tfoot")  # it is shown last wherever it is written
    for part in parts:
        rows = (part,) if part.tag == "tr" else part.iter() if part.tag in ("tbody", "thead", "tfoot") else ()
        for row in rows:
            if row.tag == "tr":
                yield _read_row([(cell, tag) for cell in row.iter() if (tag := cell.tag) in ("td", "th")], marks)


def _read_row(cells: Sequence[tuple[LexborNode, str]], marks: _CellMarks) -> list[RawCell]:
    """The cells of a row; where one with numbers has several lines, the lines of its labels are kept as well."""
    read = [_read_cell(cell, tag, marks) for cell, tag in cells]
    if not any("\n" in cell.text for cell in read):
        return read
    lines = read_lines([cell for cell, _ in cells])
    if lines is not None:
        return [cell._replace(text=text) for cell, text in zip(read, lines, strict=True)]
    return [_read_cell(cell, tag, marks, keeps_lines=True) for cell, tag in cells]


def _read_cell(cell: LexborNode, tag: str, marks: _CellMarks, *, keeps_lines: bool = False) -> RawCell:
    text, is_doubtful = read_text(cell, has_pictures=marks.has_pictures, keeps_lines=keeps_lines)
    if cell.mem_id not in marks.spanned:
        return RawCell(text, 1, 1, tag == "th", None, is_doubtful)
    attributes = cell.attributes
    rowspan, colspan = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
    return RawCell(text, rowspan, colspan, tag == "th", None, is_doubtful)


def _span(text: str | None) -> int:
    digits = _LEADING_DIGITS.match(text or "")
    return int(digits[1]) if digits else 1


# --- everything else ------------------------------------------------------------------------------------------------


def _mark_blocks(root: LexborNode) -> None:
    for node in root.css("pre"):
        node.replace_with(_BREAK + node.text().replace("\n", _BREAK) + _BREAK)
    for node in root.css(_BLOCKS):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    for node in root.css(_HEADINGS):
        node.insert_before(f"{_BREAK}{_LEVEL}{(node.tag or 'h6')[1]}")
        node.insert_after(_BREAK)
    for node in root.css(_CONTAINERS):
        if node.tag != "body":
            node.insert_before(f"{_BREAK}{_OPEN}{_BREAK}")
            node.insert_after(f"{_BREAK}{_CLOSE}{_BREAK}")


def _read_blocks(text: str, grids: Mapping[int, Grid]) -> tuple[list[Block], tuple[int, ...]]:
    blocks: list[Block] = []
    parents, current, count = [0], 0, 0
    for found in _PIECE.finditer(text):
        piece = found[0]
        if piece == _OPEN:
            parents.append(current)
            current = len(parents) - 1
        elif piece == _CLOSE:
            current = parents[current]
        elif piece.startswith(_TABLE):
            blocks.append(_in_container(grids[int(piece[1:])], current))
        elif line := fold_space(piece):
            count += 1
            if count > MAX_LINES:
                raise refuse("too_many_lines", limit=MAX_LINES)
            level = int(line[1]) if line[0] == _LEVEL else 0
            line = line[2:].lstrip() if level else line
            if line:
                blocks.append(Paragraph(line, f"paragraph {count}", level, current))
    return blocks, tuple(parents)


def _in_container(grid: Grid, container: int) -> Grid:
    return replace(grid, container=container)
