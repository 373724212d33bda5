"""Traps of the systems behind the sites: what a page holds and does not show, and articles that a script shows."""

from __future__ import annotations

import html
import json
import random
import re
from copy import deepcopy

from tests.transform.generator.page import Page
from tests.transform.generator.registry import trap


def _write_with_extra_cells(page: Page, extra: str, rng: random.Random) -> None:
    """``extra`` behind every third cell; {} in it is a number."""
    page.finish.append(
        lambda text: re.sub(
            "</td>", lambda end: end[0] + (extra.format(rng.randrange(99)) if rng.random() < 0.3 else ""), text
        )
    )


@trap
def hidden_cells(page: Page, rng: random.Random) -> None:
    """Cells that a browser does not show, with numbers."""
    _write_with_extra_cells(page, rng.choice(["<td style='DISPLAY : none'>{}</td>", "<td hidden>{}</td>"]), rng)


@trap
def cells_hidden_by_class(page: Page, rng: random.Random) -> None:
    """The page's own style sheet hides them."""
    page.head += "<style>@media print {.con {display: none}} .other, td.memo { color: red; display: none }</style>"
    _write_with_extra_cells(page, "<td class=memo>{}</td>", rng)


@trap
def hidden_rows(page: Page, rng: random.Random) -> None:
    """Whole rows of other numbers, hidden."""

    def double(row: re.Match[str]) -> str:
        if "rowspan" in row[0] or rng.random() < 0.6:
            return row[0]
        return re.sub(r">\d+<", lambda _: f">{rng.randrange(99)}<", "<tr style='display:none'>" + row[1]) + row[0]

    page.finish.append(lambda text: re.sub(r"<tr>(.*?</tr>)", double, text))


@trap
def hidden_old_report(page: Page, rng: random.Random) -> None:
    """Another report's tables in a part that is not shown, with hidden parts inside."""
    others = deepcopy(page.tables)
    for cell in (cell for table in others for cell in table.values()):
        cell.text = str(rng.randrange(5000))
    tables = "".join(map(page.table_html, others))
    page.tail.append(f"<div style='display: none'><p style='display:none'>1</p>{tables}</div>")


def _body(text: str) -> str:
    return text[text.index("<h1") : text.index("</div></body>")]


@trap
def script_object(page: Page, rng: random.Random) -> None:
    """The article as a string of an object in a script."""
    page.finish.append(
        lambda text: (
            f"<html><head><title>{page.title}</title></head><body><script>var page = "
            + json.dumps({"id": 7, "data": {"title": page.title, "content": _body(text)}}).replace("/", "\\/")
            + "</script></body></html>"
        )
    )


@trap
def interface_answer(page: Page, rng: random.Random) -> None:
    """JSON, as an interface of the site answers it."""
    page.finish.append(
        lambda text: json.dumps({"code": 0, "data": {"title": page.title, "html": _body(text)}}, ensure_ascii=False)
    )


@trap
def escaped_article(page: Page, rng: random.Random) -> None:
    """The article escaped in a text field, from which a script takes it."""
    page.finish.append(
        lambda text: (
            f"<html><head><title>{page.title}</title></head><body><textarea hidden>{html.escape(_body(text))}"
            "</textarea></body></html>"
        )
    )
