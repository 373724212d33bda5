"""Traps of the programs that write pages: Word, WPS, Excel, electronic forms, style sheets that make tables."""

from __future__ import annotations

import html
import random
import re

from tests.transform.generator.page import C, Page, T
from tests.transform.generator.parts import flatten
from tests.transform.generator.registry import trap


@trap
def filtered_word(page: Page, rng: random.Random) -> None:
    """Word's filtered HTML: every cell with borders, every run in a span of its language, empty paragraphs."""
    run = '<span lang=EN-US style=\'font-size:10.5pt;font-family:"Times New Roman","serif";color:black\'>{}</span>'

    def write(text: str) -> str:
        inner = "".join(run.format(html.escape(c)) for c in re.findall(r"\d+|\D", text)) or run.format("&nbsp;")
        style = "text-align:center;line-height:150%;layout-grid-mode:char;mso-pagination:widow-orphan"
        return f"\n  <p class=MsoNormal align=center style='{style}'>{inner}</p>\n  "

    page.wrap_value = page.wrap_label = write
    style = "width:48.2pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt;height:21.25pt;background:white"
    page.finish.append(lambda text: text.replace("<td", f"<td width=64 valign=middle style='{style}'"))
    page.finish.append(lambda text: text.replace("<table border=1>", "<div align=center><table class=MsoNormalTable>"))


@trap
def excel_sheet(page: Page, rng: random.Random) -> None:
    """Saved from Excel: classes xl65, x:num with more decimals than are shown, columns and conditional rows."""
    page.head += (
        "<style>.xl65{mso-number-format:General;text-align:center;vertical-align:middle;white-space:nowrap}</style>"
    )
    page.finish.append(
        lambda text: re.sub(
            r"<td([^>]*)>(\d+)<", r'<td\1 class=xl65 x:num="\2.00"><font class="font5">\2</font><', text
        )
    )
    page.finish.append(
        lambda text: text.replace("<tbody>", "<col width=72 style='mso-width-source:userset;width:54pt'><tbody>")
    )


@trap
def wps_paste(page: Page, rng: random.Random) -> None:
    """WPS: fonts by name, sizes in pixels, a break in every empty cell."""
    style = "font-family:仿宋_GB2312;font-size:16px;letter-spacing:0;mso-spacerun:'yes'"
    run = f'<p style="text-align:center"><span style="{style}"><font face="仿宋">{{}}</font></span></p>'
    page.wrap_value = lambda text: run.format(html.escape(text) or "<br>")


@trap
def selected_options(page: Page, rng: random.Random) -> None:
    """An electronic form: numbers in fields of every kind, with their units behind them."""
    kinds = [
        "<input type=number value={} disabled>",
        "<input class=num value='{}' readonly>",
        "<textarea rows=1>{}</textarea>",
    ]
    kinds += [
        "<select disabled><option>0</option><option selected>{}</option><option>9</option></select>",
        "<select><option value=3>{}</option><option>7</option></select>",
    ]
    kinds += ["<output>{}</output>", "<input type=hidden name=old value=9><span>{}</span>", "<label>{}</label>"]
    page.wrap_value = lambda text: rng.choice(kinds).format(text) if text else "<input value=''>"


@trap
def rows_of_classes(page: Page, rng: random.Random) -> None:
    """Boxes that the page's own style sheet makes a table, by classes that say nothing."""
    page.head += "<style>.x1{display:table}.x2{display:table-row}.x3{display:table-cell;border:1px solid #000}</style>"
    _as_boxes(page, "div class=x2", "span class=x3")


@trap
def parts_with_roles(page: Page, rng: random.Random) -> None:
    """Boxes with the roles of a table."""
    _as_boxes(page, "div role=row", "span role=cell")


@trap
def parts_that_say_their_spans(page: Page, rng: random.Random) -> None:
    """The statutory form in boxes with the roles of a table, spans told to screen readers, Table 4 in four rows."""

    def write(table: T) -> str:
        rows = ("".join(map(box, row)) for row in table.rows)
        return "<div role=table>" + "".join(f"<div role=row>{row}</div>" for row in rows) + "</div>"

    def box(cell: C) -> str:
        return f"<div role=cell aria-rowspan={cell.rowspan} aria-colspan={cell.colspan}>{cell.text}</div>"

    page.table_html = write  # type: ignore[method-assign]


def _as_boxes(page: Page, row: str, cell: str) -> None:
    table3, table4 = page.table("t3"), page.table("t4")
    people = [C(column.label) for column in page.form.table("t3").columns]
    table3.rows = [[C("项目"), *people], *(line[2:] for line in flatten(table3.rows)[3:])]
    blocks, outcomes = page.form.table("t4").rows, page.form.table("t4").columns
    values = table4.rows[3]
    lines = [[C(block.label), *values[n * 5 : n * 5 + 5]] for n, block in enumerate(blocks)]
    table4.rows = [[C("类别"), *(C(column.label) for column in outcomes)], *lines]

    def write(table: T) -> str:
        rows = ("".join(f"<{cell}>{c.text}</{cell.split(maxsplit=1)[0]}>" for c in line) for line in table.rows)
        return f"<div class=x1>{''.join(f'<{row}>{line}</{row.split(maxsplit=1)[0]}>' for line in rows)}</div>"

    page.table_html = write  # type: ignore[method-assign]


@trap
def wrapped_three_times(page: Page, rng: random.Random) -> None:
    """Every table in a cell in a table in a cell, with borders of their own and a spacer beside."""
    inner = r"<table><tbody><tr><td>\1</td></tr></tbody></table>"
    inner = f"<table><tr><td width=5></td><td><center>{inner}</center></td></tr></table>"
    page.finish.append(lambda text: re.sub(r"(<table border=1>.*?</table>)", inner, text, flags=re.S))


@trap
def pictures_of_labels(page: Page, rng: random.Random) -> None:
    """Labels of rows as pictures that say in words what they show."""
    for row in page.table("t2").rows:
        if any(cell.key for cell in row):
            row[0].markup = f'<img src="a.png" alt="{row[0].text}">'


@trap
def heads_and_scopes(page: Page, rng: random.Random) -> None:
    """colgroup, thead, th with scope, abbr and headers, tbody a group."""
    for table in page.tables:
        for cell in table.cells():
            cell.tag = "td" if cell.key else "th"
    page.finish.append(
        lambda text: text.replace("<th", "<th scope=row abbr=7").replace(
            "<tbody>", "<colgroup span=3><col><col></colgroup><tbody>"
        )
    )
    page.finish.append(lambda text: re.sub(r"<tbody>(<tr>.*?</tr>)", r"<thead>\1</thead><tbody>", text, flags=re.S))


@trap
def framed_tables(page: Page, rng: random.Random) -> None:
    """figure and figcaption, fieldset and legend around every table."""
    page.finish.append(lambda text: text.replace("<table border=1>", "<figure><figcaption>附表</figcaption><table>"))
    page.finish.append(lambda text: text.replace("</table>", "</table></figure>"))


@trap
def tables_side_by_side(page: Page, rng: random.Random) -> None:
    """The tables beside each other in the cells of one row."""
    page.finish.append(lambda text: text.replace("<table border=1>", "<table><tr><td valign=top><table border=1>", 1))
    page.finish.append(lambda text: re.sub(r"</table>\s*<p>三、", "</table></td><td valign=top><p>三、", text))
    page.finish.append(lambda text: text.replace("<p>五、", "</td></tr></table><p>五、"))


@trap
def breaks_for_rows(page: Page, rng: random.Random) -> None:
    """Every label of a header with its unit on a line of its own."""
    names = {c.label for t in page.form.tables for c in [*t.columns, *(c for b in t.blocks for c in b.columns)]}
    for table in page.tables:
        for cell in table.cells():
            if cell.text in names and "万元" not in cell.text:
                cell.markup = f"{cell.text}<br>（件）"
