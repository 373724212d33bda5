"""Traps of tables that a component draws: the header in a table of its own, left columns fixed in clones of theirs."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from tests.transform.generator.page import Page, Rows, T
from tests.transform.generator.registry import trap

_HEADERS = {"t3": 3, "t4": 3}  # Table 2 has headers among its rows


def _write(page: Page, draw: Callable[[str, str, Rows, Rows], str]) -> None:
    """Have the page write its tables so: ``draw`` of header and body, written and as rows."""

    def write(table: T) -> str:
        cut = _HEADERS.get(table.code, 0)
        if not cut:
            return Page.table_html(page, table)
        head, body = table.rows[:cut], table.rows[cut:]
        return draw(_draw(page, head), _draw(page, body), head, body)

    page.table_html = write  # type: ignore[method-assign]


def _draw(page: Page, rows: Rows) -> str:
    lines = "".join(f"<tr class=row>{''.join(map(page.cell_html, row))}</tr>" for row in rows)
    return f"<table cellspacing=0><tbody>{lines}</tbody></table>"


def _labels(rows: Rows) -> Rows:
    """The label columns alone."""
    return [[cell for cell in row if not cell.key] for row in rows]


def _hide(rows: Rows, *, values: bool) -> Rows:
    """The rows with their values, or their labels, in boxes that are not seen."""
    rows = deepcopy(rows)
    for cell in (cell for row in rows for cell in row if bool(cell.key) == values):
        cell.markup = f"<div class=cell style='visibility:hidden'>{cell.text}</div>"
    return rows


@trap
def header_in_its_own_table(page: Page, rng: random.Random) -> None:
    """The header in one table, the body in another below it."""
    _write(page, lambda head, body, *_: f"<div class=head>{head}</div><div class=body>{body}</div>")


@trap
def left_columns_cloned(page: Page, rng: random.Random) -> None:
    """Behind both a clone of the columns of labels, with its own header (layui)."""

    def draw(head: str, body: str, head_rows: Rows, body_rows: Rows) -> str:
        clone = _draw(page, [head_rows[0][:1]]) + _draw(page, _labels(body_rows))
        return f"<div>{head}</div><div>{body}</div><div class=layui-table-fixed-l>{clone}</div>"

    _write(page, draw)


@trap
def labels_only_in_the_clone(page: Page, rng: random.Random) -> None:
    """The labels of the body are not seen: its clone of their columns lies over them (antd)."""

    def draw(head: str, body: str, head_rows: Rows, body_rows: Rows) -> str:
        clone = _draw(page, [head_rows[0][:1]]) + _draw(page, _labels(body_rows))
        hidden = _draw(page, _hide(body_rows, values=False))
        return f"<div>{head}</div><div>{hidden}</div><div class=ant-table-fixed-left>{clone}</div>"

    _write(page, draw)


@trap
def whole_table_cloned(page: Page, rng: random.Random) -> None:
    """A clone of the whole, of which only the columns of labels are seen; in the first they are not (Element)."""

    def draw(head: str, body: str, head_rows: Rows, body_rows: Rows) -> str:
        hidden, clone = (_draw(page, _hide(body_rows, values=values)) for values in (False, True))
        return f"<div>{head}</div><div>{hidden}</div><div class=el-table__fixed>{head}{clone}</div>"

    _write(page, draw)


@trap
def whole_table_cloned_and_seen(page: Page, rng: random.Random) -> None:
    """The same where the style that hides them is in another file."""
    _write(
        page, lambda head, body, *_: f"<div>{head}</div><div>{body}</div><div class=el-table__fixed>{head}{body}</div>"
    )


@trap
def labels_in_a_pane_of_their_own(page: Page, rng: random.Random) -> None:
    """The columns of labels in a table on the left, the figures in one on the right, headers apart (EasyUI)."""

    def draw(head: str, body: str, head_rows: Rows, body_rows: Rows) -> str:
        if len(body_rows) == 1:
            return f"<div class=datagrid-view2>{head}{body}</div>"
        left = _draw(page, [head_rows[0][:1]]) + _draw(page, _labels(body_rows))
        figures = [[cell for cell in row if cell.key] for row in body_rows]
        right = _draw(page, [head_rows[0][1:], *head_rows[1:]]) + _draw(page, figures)
        return f"<div class=datagrid-view1>{left}</div><div class=datagrid-view2>{right}</div>"

    _write(page, draw)


@trap
def labels_beside_figures(page: Page, rng: random.Random) -> None:
    """The same with the header in both tables."""

    def draw(head: str, body: str, head_rows: Rows, body_rows: Rows) -> str:
        if len(body_rows) == 1:
            return f"<div>{head}{body}</div>"
        left = _draw(page, [head_rows[0][:1], [], [], *_labels(body_rows)])
        figures = [[cell for cell in row if cell.key] for row in body_rows]
        return f"<div>{left}</div><div>{_draw(page, [head_rows[0][1:], *head_rows[1:], *figures])}</div>"

    _write(page, draw)
