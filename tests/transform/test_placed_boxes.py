"""Boxes at places of their own, of which the blank ones are not there: converters of PDF leave them out."""

from __future__ import annotations

import html
import random

import pytest

from tests.transform.generator.numbers import distinct_numbers
from tests.transform.generator.page import C, Page, make_page
from tests.transform.generator.score import Score
from transform.grids import RawCell, build_grid
from transform.models import Hints
from transform.parse import parse_document

HEADINGS = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况")


def draw(page: Page, *, is_centred: bool) -> bytes:
    """The page's cells as boxes without a width; a centred text begins the further left the longer it is."""
    boxes, top = [f"<h1>{page.title}</h1>"], 0
    for table, heading in zip(page.tables, HEADINGS, strict=True):
        boxes.append(f"<div style='position:absolute;left:0px;top:{top}px'>{heading}</div>")
        top += 30
        cells = [cell for row in table.rows for cell in row]
        rows = [[RawCell("", cell.rowspan, cell.colspan) for cell in row] for row in table.rows]
        placed = [cell for row in build_grid(rows, index=1).rows for cell in row]
        for cell, place in zip(cells, placed, strict=True):
            shift = 30 - 3 * len(cell.text) if is_centred and cell.key else 0
            at = f"position:absolute;left:{60 * place.col + shift}px;top:{top + 20 * place.row}px"
            boxes += [f"<div style='{at}'>{html.escape(cell.text)}</div>"] * bool(cell.text)
        top += 20 * len(table.rows) + 40
    return f"<html><body><div>{''.join(boxes)}</div></body></html>".encode()


def with_few_figures(seed: int) -> Page:
    rng = random.Random(f"placed {seed}")
    page = make_page("2021", distinct_numbers("2021", rng))
    strip = [cell for cell in page.value_cells() if (cell.key or "").startswith("t4.")]
    blank: list[C] = rng.sample(strip, 11)
    blank += [cell for cell in page.value_cells() if not (cell.key or "").startswith("t4.") and rng.random() < 0.3]
    for cell in blank:
        cell.text, page.truth[cell.key or ""] = "", None
    return page


@pytest.mark.parametrize("is_centred", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_a_figure_never_moves_over_a_box_that_is_not_there(seed: int, *, is_centred: bool) -> None:
    """Four figures of a strip of fifteen, and as many gaps as make fifteen cells of them."""
    page = with_few_figures(seed)
    score = Score()
    score.add("placed", parse_document(draw(page, is_centred=is_centred), Hints()), page.truth)
    assert score.wrong == []
    assert is_centred or score.share == 1.0, score.unread[:5]


def test_the_last_box_of_a_page_that_breaks_off_is_doubtful_wherever_it_stands() -> None:
    """Converters that write a column after the other end with a box in the middle of the page."""
    page = make_page("2021", distinct_numbers("2021", random.Random(1)))
    body = draw(page, is_centred=False)
    key = "t3.granted.natural_person"
    number = str(page.truth[key])
    start = body.rindex(b"<div style", 0, body.index(f">{number}<".encode()))
    box = body[start : body.index(b"</div>", start) + 6]
    cut = body.replace(box, b"").removesuffix(b"</div></body></html>") + box.removesuffix(b"</div>")[:-2]
    cells = {cell.key: cell for cell in parse_document(cut, Hints()).cells}
    assert cells[key].value is None
    assert cells["t3.granted.total"].value == page.truth["t3.granted.total"]
