"""Which digits of a PDF page are seen: its text may hold others, and what is drawn may cover or strike them.

The page is drawn once by pdfium. Text in the invisible mode (what text recognition puts behind a scan), what lies off
the page and the second copy of a digit (bold by printing twice) go. A digit whose place is of one colour, one that
another overlies, that a rule strikes or that is much smaller than the one beside it is doubtful: it becomes `DOUBT`.
"""

from __future__ import annotations

import ctypes
import math
import os
import re
import resource
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

from transform.errors import UnreadableDocument

DOUBT = "■"
"""Stands for a digit that is there and not seen for certain."""

_FIGURES = frozenset("0123456789.,-+−－０１２３４５６７８９")
_DOUBTFUL_NUMBER = re.compile(rf"[0-9.,０-９]*{DOUBT}[0-9.,０-９{DOUBT}]*")
_UNSEEN_MODES = (3, 7)  # of text, in the PDF standard: neither filled nor stroked
_SCALE, _LEAST_SCALE = 2.0, 1.0  # pixels for a point
_MOST_PIXELS = 4_000_000
_CONTRAST = 40  # of 255 levels of grey, between ink and ground
_INSET = 0.08  # of a character's box, where a rule may touch it
_SAMPLE = 60  # other characters that tell whether pdfium has the page's fonts
_BUCKET = 4.0  # points
_CROWD = 12  # digits at one place: nobody can read them
_TWIN, _TWIN_POINTS = 0.35, 1.0  # of a digit's width; bold by printing twice shifts less
_OVERLAP = 0.5
_SMALLER = 0.75
_BESIDE = 1.5  # points
_TINY = 1.6  # points
_MOST_STRIKING = 60.0  # points; a longer rule is one of a table
_DRAWING_SECONDS, _DRAWING_SECONDS_OF_ALL = 3, 40.0  # of the processor; a page takes a tenth of a second
_FIELDS = ("Widget", "FreeText", "Stamp", "StrikeOut", "Redact", "Ink")

PageObject = dict[str, Any]
Box = tuple[float, float, float, float]


class Drawing:
    """The document as pdfium draws it, page by page, each in a fork: a page may be made to be drawn for hours."""

    def __init__(self, body: bytes, count: int) -> None:
        """``count``: its pages as pdfminer finds them. Raises UnreadableDocument where pdfium finds others."""
        import pypdfium2

        self._left = _DRAWING_SECONDS_OF_ALL
        try:
            self._pdf = pypdfium2.PdfDocument(body)
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument("damaged_document", "the PDF cannot be drawn") from error
        if len(self._pdf) != count:
            raise UnreadableDocument("damaged_document", f"the PDF names {len(self._pdf)} pages and has {count}")

    def page(self, number: int) -> Any:
        """The page of that number, from 1. Raises UnreadableDocument where it cannot be drawn."""
        import pypdfium2

        try:
            return self._pdf[number - 1]
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument("damaged_document", f"page {number} of the PDF cannot be drawn") from error

    def ask(self, draw: Callable[[], bytes]) -> bytes:
        """The answer of ``draw`` in a fork of this process.

        Raises UnreadableDocument where it takes more than its seconds of the processor, or dies.
        """
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _answer(draw, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as stream:
            answer = stream.read()
        _, _, usage = os.wait4(child, 0)
        self._left -= usage.ru_utime + usage.ru_stime
        if not answer or self._left < 0:
            raise UnreadableDocument("too_large", "drawing a page of the PDF takes too much time or memory")
        return answer[1:]


def _answer(draw: Callable[[], bytes], writing: int) -> NoReturn:
    """The fork's life: it never comes back into the caller's code."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_DRAWING_SECONDS, _DRAWING_SECONDS))
        with os.fdopen(writing, "wb") as stream:
            stream.write(b"+" + draw())
    finally:
        os._exit(0)


def keep_seen(page: Any, drawing: Drawing) -> Any:
    """The page of pdfplumber without unseen text, its doubtful digits marked."""
    for item in page.chars:
        if item["text"].startswith("(cid:"):  # a glyph without a meaning; its number is none of the page
            item["text"] = DOUBT
    figures = [item for item in page.chars if item["text"] in _FIGURES]
    leaf = drawing.page(page.page_number)
    gone = _find_unseen(page, leaf)
    gone |= _find_twins([item for item in figures if id(item) not in gone])
    seen = [item for item in figures if id(item) not in gone]
    for item in (
        *_find_overlaid(seen),
        *_find_smaller(seen),
        *_find_struck(page, seen),
        *_find_bare(page, seen, drawing),
    ):
        item["text"] = DOUBT
    return page.filter(lambda item: id(item) not in gone) if gone else page


def without_doubtful(text: str) -> str:
    """A line's text with every number that has a doubtful digit made one mark: nothing is left to be read of it."""
    return _DOUBTFUL_NUMBER.sub(DOUBT, text) if DOUBT in text else text


def field_places(page: Any) -> list[tuple[float, float]]:
    """Middles of form fields and notes that show text of their own, and of pictures."""
    found = [item for item in page.annots if _subtype(item) in _FIELDS]
    return [((item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2) for item in [*found, *page.images]]


def _subtype(annotation: PageObject) -> str:
    return str(getattr((annotation.get("data") or {}).get("Subtype"), "name", ""))


# --- what goes --------------------------------------------------------------------------------------------------------


def _find_unseen(page: Any, leaf: Any) -> set[int]:
    """Characters off the page, too small for an eye, or in the invisible mode of text."""
    x0, top, x1, bottom = page.cropbox or page.bbox
    gone = set()
    modes = _text_modes(page, leaf)
    for item in page.chars:
        is_off = item["x1"] <= x0 or item["x0"] >= x1 or item["bottom"] <= top or item["top"] >= bottom
        if is_off or item["size"] < _TINY or (modes and not _is_printed(item, modes, (x0, top))):
            gone.add(id(item))
    return gone


def _text_modes(page: Any, leaf: Any) -> dict[tuple[int, int], set[bool]]:
    """Where characters begin, in whole points from the page's upper left corner → whether any of them is unseen, seen.

    Empty where none is unseen.
    """
    from pypdfium2 import raw

    text = leaf.get_textpage()
    width, height = (math.ceil(side) for side in leaf.get_size())
    found: dict[tuple[int, int], set[bool]] = defaultdict(set)
    x, y, left, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_int(), ctypes.c_int()
    for number in range(raw.FPDFText_CountChars(text.raw)):
        piece = raw.FPDFText_GetTextObject(text.raw, number)
        if not piece or not raw.FPDFText_GetCharOrigin(text.raw, number, x, y):
            continue
        raw.FPDF_PageToDevice(leaf.raw, 0, 0, width, height, 0, x.value, y.value, left, top)
        found[left.value, top.value].add(raw.FPDFTextObj_GetTextRenderMode(piece) in _UNSEEN_MODES)
    return found if any(True in kinds for kinds in found.values()) else {}


def _is_printed(item: PageObject, modes: dict[tuple[int, int], set[bool]], corner: tuple[float, float]) -> bool:
    """False where text in the invisible mode begins at the character's place, and no other."""
    x = round(item["matrix"][4] - corner[0])
    y = round(item["top"] + item["y1"] - item["matrix"][5] - corner[1])
    kinds = set().union(*(modes.get((x + dx, y + dy), ()) for dx in (-1, 0, 1) for dy in (-1, 0, 1)))
    return kinds != {True}


def _find_twins(figures: Sequence[PageObject]) -> set[int]:
    """Second and further copies of a digit at nearly the same place."""
    gone: set[int] = set()
    for item, others in _neighbours(figures):
        for other in others:
            near = min(_TWIN_POINTS, _TWIN * (item["x1"] - item["x0"]))
            is_near = abs(item["x0"] - other["x0"]) <= near and abs(item["top"] - other["top"]) <= near
            if is_near and item["text"] == other["text"] and id(other) not in gone:
                gone.add(id(item))
    return gone


# --- what is doubtful -------------------------------------------------------------------------------------------------


def _neighbours(figures: Sequence[PageObject]) -> Iterator[tuple[PageObject, list[PageObject]]]:
    """Each figure with those before it that begin at most a few points away."""
    places: dict[tuple[int, int], list[PageObject]] = defaultdict(list)
    for item in figures:
        column, row = int(item["x0"] // _BUCKET), int(item["top"] // _BUCKET)
        around = [(column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        yield item, [other for place in around for other in places[place]]
        if len(places[column, row]) < _CROWD:
            places[column, row].append(item)


def _find_overlaid(figures: Sequence[PageObject]) -> Iterator[PageObject]:
    """Two digits at one place; of a crowd all."""
    for item, others in _neighbours(figures):
        if len(others) >= 9 * _CROWD:
            yield item
        for other in others:
            if _share(item, other, "x0", "x1") > _OVERLAP and _share(item, other, "top", "bottom") > _OVERLAP:
                yield item
                yield other


def _share(item: PageObject, other: PageObject, start: str, end: str) -> float:
    """How much of the smaller of two lengths they have in common."""
    common = min(item[end], other[end]) - max(item[start], other[start])
    smaller = min(item[end] - item[start], other[end] - other[start])
    return float(common / smaller) if smaller > 0 else 0.0


def _find_smaller(figures: Sequence[PageObject]) -> Iterator[PageObject]:
    """Digits much smaller than the one right before or behind them."""
    by_end = sorted(figures, key=_end)
    for item in figures:
        first = bisect_left(by_end, item["x0"] - _BESIDE, key=_end)
        last = bisect_right(by_end, item["x0"] + _BESIDE, lo=first, key=_end)
        for before in by_end[first:last][: _CROWD * _CROWD]:
            sizes = sorted((item["size"], before["size"]))
            if sizes[0] <= _SMALLER * sizes[1] and _share(item, before, "top", "bottom") > _OVERLAP:
                yield item if item["size"] < before["size"] else before


def _end(item: PageObject) -> float:
    return float(item["x1"])


def _find_struck(page: Any, figures: Sequence[PageObject]) -> Iterator[PageObject]:
    """Digits through whose middle a short level rule goes."""
    rules = sorted(
        (edge["top"], edge["x0"], edge["x1"])
        for edge in page.edges
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] <= _MOST_STRIKING
    )
    for item in figures if rules else ():
        height, middle = item["bottom"] - item["top"], (item["x0"] + item["x1"]) / 2
        first = bisect_left(rules, (item["top"] + 0.3 * height,))
        last = bisect_right(rules, (item["bottom"] - 0.25 * height,))
        if any(x0 <= middle <= x1 for _, x0, x1 in rules[first:last][: _CROWD * _CROWD]):
            yield item


def _find_bare(page: Any, figures: Sequence[PageObject], drawing: Drawing) -> Iterator[PageObject]:
    """Digits where the drawn page is of one colour: white on white, covered, cut off. None where it lacks the fonts."""
    leaf = drawing.page(page.page_number)
    others = [item for item in page.chars if item["text"] not in _FIGURES and not item["text"].isspace()][:_SAMPLE]
    if not figures:
        return
    width, height = leaf.get_size()
    scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(width * height, 1)))
    if scale < _LEAST_SCALE:
        return
    corner = (page.cropbox or page.bbox)[:2]
    has_ink = drawing.ask(lambda: _look_for_ink(leaf, [*figures, *others], corner, scale))
    if others and sum(has_ink[len(figures) :]) < len(others) / 2:
        return
    yield from (item for item, is_inked in zip(figures, has_ink, strict=False) if not is_inked)


def _look_for_ink(leaf: Any, items: Sequence[PageObject], corner: tuple[float, float], scale: float) -> bytes:
    import pypdfium2

    try:
        picture = leaf.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError:
        return b""
    return bytes(_has_ink(picture, item, corner, scale) for item in items)


def _has_ink(picture: Any, item: PageObject, corner: tuple[float, float], scale: float) -> bool:
    dx, dy = _INSET * (item["x1"] - item["x0"]), _INSET * (item["bottom"] - item["top"])
    sides = (item["x0"] + dx - corner[0], item["top"] + dy - corner[1], item["x1"] - dx - corner[0])
    left, top, right = (round(side * scale) for side in sides)
    bottom = round((item["bottom"] - dy - corner[1]) * scale)
    box = (
        max(left, 0),
        max(top, 0),
        min(max(right, left + 1), picture.width),
        min(max(bottom, top + 1), picture.height),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return False
    darkest, brightest = picture.crop(box).getextrema()
    return bool(brightest - darkest >= _CONTRAST)
