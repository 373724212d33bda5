"""Traps in the tags of a page's source: left out, doubled, closed by the wrong one, as editors and old systems do."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.transform.generator.page import Page
from tests.transform.generator.parts import spell_out_rowspans
from tests.transform.generator.registry import trap


def _thin_out(pattern: str, rng: random.Random, put: str = "") -> Callable[[str], str]:
    """Every second match replaced."""
    return lambda text: re.sub(pattern, lambda found: put if rng.random() < 0.5 else found[0], text)


@trap
def some_open_cells(page: Page, rng: random.Random) -> None:
    """Every second </td> and </tr> left out."""
    page.finish.append(_thin_out(r"</(?:td|tr)>", rng))


@trap
def rows_never_opened(page: Page, rng: random.Random) -> None:
    """<tr> left out behind </tr>: a cell opens its row itself."""
    page.finish.append(lambda text: text.replace("<tr>", ""))


@trap
def rows_never_closed(page: Page, rng: random.Random) -> None:
    """</tr> left out: the next <tr> closes the row."""
    page.finish.append(lambda text: text.replace("</tr>", ""))


@trap
def stray_row_ends(page: Page, rng: random.Random) -> None:
    """</tr> twice, and once before the first row."""
    page.finish.append(lambda text: text.replace("</tr>", "</tr></tr>").replace("<tbody>", "<tbody></tr>"))


@trap
def stray_cell_ends(page: Page, rng: random.Random) -> None:
    """</td> twice, and before the row's first cell."""
    page.finish.append(lambda text: text.replace("</td>", "</td></td>").replace("<tr>", "<tr></td>"))


@trap
def rows_opened_twice(page: Page, rng: random.Random) -> None:
    """<tr><tr>."""
    page.finish.append(_thin_out(r"<tr>", rng, "<tr><tr>"))


@trap
def tables_never_closed(page: Page, rng: random.Random) -> None:
    """</table> missing, the body closed."""
    page.finish.append(lambda text: text.replace("</table>", ""))


@trap
def no_end_tags(page: Page, rng: random.Random) -> None:
    """No end tag of a table's parts, nor of the table: as short as HTML allows, and shorter."""
    page.finish.append(lambda text: re.sub(r"</(?:td|th|tr|tbody|table|p)>", "", text))


@trap
def headers_closed_as_cells(page: Page, rng: random.Random) -> None:
    """<th>…</td>."""
    for table in page.tables:
        for cell in table.cells():
            cell.tag = "td" if cell.key else "th"
    page.finish.append(lambda text: text.replace("</th>", "</td>"))


@trap
def text_between_rows(page: Page, rng: random.Random) -> None:
    """Paragraph tags and breaks between the rows of a table, which a browser moves out of it."""
    page.finish.append(lambda text: text.replace("</tr>", "</tr><p></p><br>&nbsp;"))


@trap
def forms_and_boxes_in_tables(page: Page, rng: random.Random) -> None:
    """<form> and <div> opened between the rows of a table."""
    page.finish.append(lambda text: text.replace("<tbody>", "<form action=x><div><tbody>"))


@trap
def open_inline_tags(page: Page, rng: random.Random) -> None:
    """<b>, <font> and <span> never closed."""
    page.wrap_value = lambda text: f"<font size=2><b><span>{text}"
    page.wrap_label = lambda text: f"<p><font color=red><strong>{text}"


@trap
def office_conditions(page: Page, rng: random.Random) -> None:
    """What Excel and Word write around rows: conditional comments, empty rows for column widths, <o:p>, XML islands."""
    widths = "<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=9></td></tr><![endif]>"
    page.wrap_value = lambda text: f"<?xml:namespace prefix = o />{text}<o:p></o:p>"
    page.finish.append(lambda text: text.replace("</tbody>", f"{widths}</tbody>").replace("<tbody>", "<col width=9>"))


@trap
def crossed_tags(page: Page, rng: random.Random) -> None:
    """<b><p></b></p>."""
    page.wrap_value = lambda text: f"<b><p>{text}</b></p>"
    page.wrap_label = lambda text: f"<p><b>{text}</p></b>"


@trap
def sections_of_a_table(page: Page, rng: random.Random) -> None:
    """A <tbody> a row."""
    page.finish.append(lambda text: text.replace("</tr>", "</tr></tbody><tbody>"))


@trap
def a_table_for_every_row(page: Page, rng: random.Random) -> None:
    """A new <table> for every row: the old way to keep a long table from loading at once."""
    for table in page.tables:
        spell_out_rowspans(table.rows)
    page.finish.append(lambda text: re.sub(r"</tr>\n<tr>", "</tr></tbody></table>\n<table border=1><tbody><tr>", text))


@trap
def fields(page: Page, rng: random.Random) -> None:
    """Numbers as the values of fields of a form."""
    forms = ['<input type=text readonly value="{}">', "<input value={}>", "{}"]
    page.wrap_value = lambda text: rng.choice(forms).format(text) if text else ""


@trap
def text_fields(page: Page, rng: random.Random) -> None:
    """Numbers in text fields."""
    page.wrap_value = lambda text: f"<textarea readonly>{text}</textarea>"


@trap
def tables_closed_early(page: Page, rng: random.Random) -> None:
    """</table> between the rows of a table."""
    page.finish.append(lambda text: text.replace("</tr>\n<tr><td rowspan", "</tr></table>\n<tr><td rowspan"))


@trap
def tables_never_opened(page: Page, rng: random.Random) -> None:
    """<table> missing, </table> there."""
    page.finish.append(lambda text: text.replace("<table border=1>", ""))


@trap
def nothing_but_cells(page: Page, rng: random.Random) -> None:
    """Only <table>, <tr> and <td>, none of them closed; no <p> either."""
    page.finish.append(lambda text: re.sub(r"</(?:td|tr|tbody|table|p|div|h1)>|<tbody>", "", text))


@trap
def layout_table_with_open_tables(page: Page, rng: random.Random) -> None:
    """Tables that nobody closes in the cell of a table for the layout, which is closed."""
    page.finish.append(lambda text: text.replace("</table>", ""))
    page.finish.append(
        lambda text: text.replace("<div class='con'>", "<table><tr><td>栏目</td><td><div class='con'>").replace(
            "</div></body>", "</div></td></tr></table></body>"
        )
    )


@trap
def half_of_the_end_tags(page: Page, rng: random.Random) -> None:
    """Every end tag left out half the time."""
    page.finish.append(_thin_out(r"</(?:td|tr|tbody|table|p|div)>", rng))
