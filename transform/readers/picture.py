"""Pictures and scanned PDF → blocks by text recognition (RapidOCR, the optional extra ``ocr``, models in the wheel).

Steps: bring the picture to a size the models like, recognise boxes, sort them into rows by height and into columns by
the middle of their numbers. A box the model is not sure of, and a place of a table where it saw nothing, are doubtful:
never a number, never a blank.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from transform.errors import UnreadableDocument
from transform.grids import Block, DocumentContent, Paragraph, RawCell, build_grid
from transform.models import Hints
from transform.words.labels import compact_text
from transform.words.sections import section_of

MAX_PIXELS = 40_000_000
MAX_SIDE = 40_000  # pixels; a long picture of a whole report has 30,000
MAX_PAGES = 30
SURE = 0.6  # score below which a box is doubtful
_WIDTH = 2_000  # pixels to which a smaller picture is enlarged
_RENDER_SCALE = 2.0
_NUMBER = re.compile(r"^[+-]?[\d,.]{1,15}(?:元|万元|件|条)?$|^[-—/]$")
_FEWEST_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class TextBox:
    """A recognised piece of text; edges in pixels, ``score`` 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    score: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def is_number(self) -> bool:
        return _NUMBER.match(compact_text(self.text)) is not None


def read_picture(body: bytes, hints: Hints) -> DocumentContent:
    """Read one picture. Raises UnreadableDocument without the extra, or where the picture is damaged or too large."""
    del hints
    image = _open_picture(body)
    return DocumentContent(tuple(build_blocks([_recognise(image)])), issues=(("recognised_text", {}),))


def read_scanned_pdf(body: bytes, hints: Hints) -> DocumentContent:
    """Read the pages of a scanned PDF as pictures."""
    del hints
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(body)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("damaged_document", "the PDF cannot be opened") from error
    if count > MAX_PAGES:
        raise UnreadableDocument("too_large", f"the scan has {count} pages, limit {MAX_PAGES}")
    pages = [_recognise(pdf[number].render(scale=_RENDER_SCALE).to_pil()) for number in range(count)]
    return DocumentContent(tuple(build_blocks(pages)), issues=(("recognised_text", {}),))


def _open_picture(body: bytes) -> Any:
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(body))
        is_too_large = image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE
        picture = None if is_too_large else image.convert("RGB")
    except Image.DecompressionBombError:
        picture = None
    except Exception as error:  # Pillow raises OSError, SyntaxError, ValueError, DecompressionBombError, …
        raise UnreadableDocument("damaged_document", f"the picture is damaged: {type(error).__name__}") from error
    if picture is None:
        reason = f"the picture has more than {MAX_PIXELS} pixels, or more than {MAX_SIDE} on a side"
        raise UnreadableDocument("too_large", reason)
    return picture


def _recognise(image: Any) -> list[TextBox]:
    import numpy

    if image.width < _WIDTH * 0.8:
        scale = min(2.0, _WIDTH / image.width)
        image = image.resize((round(image.width * scale), round(image.height * scale)))
    found, _ = _engine()(numpy.asarray(image.convert("RGB"))[:, :, ::-1])
    return [
        TextBox(
            min(x for x, _ in box),
            min(y for _, y in box),
            max(x for x, _ in box),
            max(y for _, y in box),
            text,
            float(score),
        )
        for box, text, score in found or []
    ]


@cache
def _engine() -> Any:
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError as error:
        message = 'pictures need the extra "ocr"; next: pip install "nianbao[ocr]"'
        raise UnreadableDocument("ocr_missing", message) from error
    return RapidOCR(intra_op_num_threads=2)


def build_blocks(pages: Sequence[list[TextBox]]) -> Iterator[Block]:
    """Lines of text, and between section headings one grid of what stands in numbered rows."""
    index = 0
    for number, boxes in enumerate(pages, start=1):
        for part in _split_parts(boxes):
            numbers = [box for box in part if box.is_number]
            table = _find_table(part, numbers) if len(numbers) >= _FEWEST_NUMBERS else None
            if table is None:
                yield from _read_lines(part, number)
                continue
            yield from _read_lines([box for box in part if box.bottom <= table[0]], number)
            index += 1
            inside = [box for box in part if table[0] < box.bottom and box.top < table[1]]
            yield build_grid(list(_read_rows(inside, number)), index=index, page=number, is_loose=True)
            yield from _read_lines([box for box in part if box.top >= table[1]], number)


def _split_parts(boxes: list[TextBox]) -> Iterator[list[TextBox]]:
    """The boxes of a page from one section heading to the next."""
    ordered = sorted(boxes, key=lambda box: box.height)
    heads = [box.top for box in ordered if section_of(box.text)]
    borders = [float("-inf"), *heads, float("inf")]
    for start, end in pairwise(borders):
        part = [box for box in ordered if start <= box.top < end]
        if part:
            yield part


def _find_table(part: list[TextBox], numbers: list[TextBox]) -> tuple[float, float] | None:
    """From the first row of short texts above the numbers to the last number; None where numbers stand in prose."""
    top, bottom = min(box.top for box in numbers), max(box.bottom for box in numbers)
    heads = [box for box in part if section_of(box.text)]
    first = max((box.bottom for box in heads), default=float("-inf"))
    return (max(first, top - 600), bottom) if bottom > top else None


def _read_lines(boxes: Sequence[TextBox], page: int) -> Iterator[Paragraph]:
    for number, row in enumerate(_cluster_rows(list(boxes)), start=1):
        yield Paragraph("".join(box.text for box in row), f"page {page}, line {number}")


def _cluster_rows(boxes: list[TextBox]) -> list[list[TextBox]]:
    """Boxes whose middles are less than half a line apart are one row, left to right."""
    rows: list[list[TextBox]] = []
    for box in sorted(boxes, key=lambda box: box.height):
        if rows and box.height - rows[-1][-1].height < (box.bottom - box.top) / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _read_rows(boxes: list[TextBox], page: int) -> Iterator[list[RawCell]]:
    """Header rows as they stand, then one row for each row of numbers, its label joined from the lines beside it."""
    numbers = [box for box in boxes if box.is_number]
    rows = _cluster_rows(numbers)
    columns = _cluster_columns(numbers)
    labels = [box for box in boxes if not box.is_number]
    middles = [sum(box.height for box in row) / len(row) for row in rows]
    first = middles[0] - (middles[1] - middles[0] if len(middles) > 1 else 40) / 2
    for header in _cluster_rows([box for box in labels if box.height < first]):
        yield [_write(box, page) for box in header]
    for place, row in enumerate(rows):
        top = first if place == 0 else (middles[place - 1] + middles[place]) / 2
        bottom = float("inf") if place == len(rows) - 1 else (middles[place] + middles[place + 1]) / 2
        label = _find_label(row, [box for box in labels if box.left < columns[0]])
        yield [*([RawCell(label)] if label else []), *_fill_columns(row, labels, columns, (top, bottom), page)]


def _fill_columns(
    row: list[TextBox], labels: list[TextBox], columns: list[float], band: tuple[float, float], page: int
) -> Iterator[RawCell]:
    """One cell for every column; a place where nothing was seen, or no number, is doubtful."""
    gap = min((b - a for a, b in pairwise(columns)), default=80) / 2
    for column in columns:
        hits = [box for box in row if abs(box.middle - column) < gap]
        others = [box for box in labels if abs(box.middle - column) < gap and band[0] <= box.height < band[1]]
        if len(hits) == 1:
            yield _write(hits[0], page)
        else:
            yield RawCell("".join(box.text for box in hits or others), is_doubtful=True, at=f"page {page}")


def _write(box: TextBox, page: int) -> RawCell:
    place = f"box {box.left:.0f},{box.top:.0f},{box.right:.0f},{box.bottom:.0f}, score {box.score:.2f}"
    is_doubtful = box.score < SURE and box.is_number
    return RawCell(box.text, at=f"page {page}, {place}", is_doubtful=is_doubtful)


def _find_label(row: list[TextBox], labels: list[TextBox]) -> str:
    """The lines of the innermost label beside a row of numbers.

    Of boxes side by side the rightmost count, the others head several rows; lines right above and below belong to it.
    """
    top, bottom = min(box.top for box in row), max(box.bottom for box in row)
    beside = [box for box in labels if min(bottom, box.bottom) - max(top, box.top) > (box.bottom - box.top) * 0.3]
    lines = _innermost(beside)
    for box in sorted(labels, key=lambda box: abs(box.height - (top + bottom) / 2)):
        if box not in beside and any(_is_next_line(box, line) for line in lines):
            lines.append(box)
    return "".join(box.text for box in sorted(lines, key=lambda box: box.top))


def _innermost(boxes: list[TextBox]) -> list[TextBox]:
    """The rightmost of the groups whose boxes overlap from left to right."""
    groups: list[list[TextBox]] = []
    for box in sorted(boxes, key=lambda box: box.left):
        if groups and box.left < max(other.right for other in groups[-1]):
            groups[-1].append(box)
        else:
            groups.append([box])
    return groups[-1] if groups else []


def _is_next_line(box: TextBox, line: TextBox) -> bool:
    gap = max(box.top - line.bottom, line.top - box.bottom)
    return gap < (line.bottom - line.top) * 0.4 and box.left < line.right and line.left < box.right


def _cluster_columns(numbers: list[TextBox]) -> list[float]:
    """Middles of the columns: numbers less than a digit's width apart stand in one."""
    width = sorted(box.bottom - box.top for box in numbers)[len(numbers) // 2]
    clusters: list[list[float]] = []
    for box in sorted(numbers, key=lambda box: box.middle):
        if clusters and box.middle - clusters[-1][-1] < width * 0.8:
            clusters[-1].append(box.middle)
        else:
            clusters.append([box.middle])
    return [sum(cluster) / len(cluster) for cluster in clusters]
