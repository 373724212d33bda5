"""Traps of the systems behind the sites: what a page holds and does not show, and articles that a script shows."""

from __future__ import annotations

import html
import json
import random
import re
from copy import deepcopy

from tests.transform.generator.page import C, Page
from tests.transform.generator.parts import flatten
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


def _set_in_boxes(page: Page, row: str, cell: str) -> None:
    """Tables as boxes, without spans: flat labels in Table 3, one row a block in Table 4."""
    table3, table4 = page.table("t3"), page.table("t4")
    people = [C(column.label) for column in page.form.table("t3").columns]
    table3.rows = [[C("项目"), *people], *(line[2:] for line in flatten(table3.rows)[3:])]
    blocks, outcomes = page.form.table("t4").rows, page.form.table("t4").columns
    values = table4.rows[3]
    table4.rows = [
        [C("类别"), *(C(column.label) for column in outcomes)],
        *([C(block.label), *values[n * 5 : n * 5 + 5]] for n, block in enumerate(blocks)),
    ]

    def rewrite(text: str) -> str:
        text = re.sub(r"</?tbody>|<tr></tr>", "", text)
        text = re.sub(r"<tr>", f"<{row}>", re.sub("</tr>", f"</{row.split(maxsplit=1)[0]}>", text))
        text = re.sub(r"<td[^>]*>", f"<{cell}>", re.sub("</td>", f"</{cell.split(maxsplit=1)[0]}>", text))
        return re.sub(r"<table[^>]*>", "<section>", re.sub("</table>", "</section>", text))

    page.finish.append(rewrite)


@trap
def flexible_boxes(page: Page, rng: random.Random) -> None:
    """Rows and cells are boxes that a style sheet sets side by side."""
    _set_in_boxes(page, "div class=row style='display:flex'", "div class=col")


@trap
def styled_spans(page: Page, rng: random.Random) -> None:
    """Rows are boxes, cells are spans styled as cells."""
    _set_in_boxes(page, "div", "span style='display:table-cell'")


@trap
def listed_rows(page: Page, rng: random.Random) -> None:
    """A list item a row."""
    _set_in_boxes(page, "li", "span")
