"""Traps in which every row of a table is a card: its title, and below it each column's label with the figure.

Pages for narrow screens set tables so; a card is boxes, a list, a list of terms, a small table of its own.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.transform.generator.page import Page, T
from tests.transform.generator.parts import flatten
from tests.transform.generator.registry import trap


@dataclass(frozen=True, slots=True)
class Card:
    """``headings`` stand over it and the cards that follow; ``pairs`` are labels with figures."""

    headings: tuple[str, ...]
    title: str
    pairs: tuple[tuple[str, str], ...]


def cut_cards(page: Page, table: T) -> list[Card]:
    """The rows of a table as the form has it."""
    cut = {"t2": _cut_table2, "t3": _cut_table3, "t4": _cut_table4}
    return cut[table.code](page, table)


def _cut_table2(page: Page, table: T) -> list[Card]:
    cards, headings, labels = [], (), []
    for row in table.rows:
        if len(row) == 1:
            headings = (row[0].text,)
        elif not any(cell.key or cell.text[:1].isdigit() for cell in row):
            labels = [cell.text for cell in row[1:]]
        else:
            pairs = zip(labels, (cell.text for cell in row[1:]), strict=True)
            cards.append(Card(headings, row[0].text, tuple(pairs)))
            headings = ()
    return cards


def _cut_table3(page: Page, table: T) -> list[Card]:
    labels = [column.label for column in page.form.table("t3").columns]
    cards: list[Card] = []
    above: list[str] = []
    for row in flatten(table.rows)[3:]:
        *heads, title = dict.fromkeys(cell.text for cell in row[:3])
        new = tuple(head for head in heads if head not in above)
        above = heads
        cards.append(Card(new, title, tuple(zip(labels, (cell.text for cell in row[3:]), strict=True))))
    return cards


def _cut_table4(page: Page, table: T) -> list[Card]:
    outcomes = [column.label for column in page.form.table("t4").columns]
    cells, cards = [cell.text for cell in table.rows[3]], []
    for number, block in enumerate(page.form.table("t4").rows):
        headings = (page.form.table("t4").row_headings[0].label,) if number == 1 else ()
        pairs = zip(outcomes, cells[5 * number : 5 * number + 5], strict=True)
        cards.append(Card(headings, block.label, tuple(pairs)))
    return cards


def write_cards(
    page: Page, card: Callable[[str, str], str], pair: Callable[[str, str], str], heading: str = "<h4>{}</h4>"
) -> None:
    """Have the page write its tables so: ``card`` of title and inside, ``pair`` of label and figure."""

    def write(table: T) -> str:
        if table.code not in ("t2", "t3", "t4"):
            return Page.table_html(page, table)
        lines: list[str] = []
        for one in cut_cards(page, table):
            lines += [heading.format(html.escape(text)) for text in one.headings]
            inside = "\n".join(pair(html.escape(label), html.escape(figure)) for label, figure in one.pairs)
            lines.append(card(html.escape(one.title), inside))
        return "<div class=cards>" + "\n".join(lines) + "</div>"

    page.table_html = write  # type: ignore[method-assign]


@trap
def cards_of_boxes(page: Page, rng: random.Random) -> None:
    """A box a card, its title in a box, a box of two spans for each figure."""
    write_cards(
        page,
        lambda title, inside: f"<div class=card><div class=card-title>{title}</div>{inside}</div>",
        lambda label, text: f"<div class=item><span class=label>{label}</span><span class=value>{text}</span></div>",
        "<div class=group>{}</div>",
    )


@trap
def cards_of_terms(page: Page, rng: random.Random) -> None:
    """A heading and a list of terms."""
    write_cards(
        page,
        lambda title, inside: f"<h5>{title}</h5><dl>{inside}</dl>",
        lambda label, text: f"<dt>{label}</dt><dd>{text}</dd>",
    )


@trap
def cards_of_badges(page: Page, rng: random.Random) -> None:
    """A list with the figure of each item as a badge."""
    item = "<li class='list-group-item d-flex justify-content-between'>{}<span class='badge bg-primary'>{}</span></li>"
    write_cards(
        page,
        lambda title, inside: (
            f"<div class=card><div class=card-header>{title}</div><ul class=list-group>{inside}</ul></div>"
        ),
        item.format,
    )


@trap
def cards_of_lines(page: Page, rng: random.Random) -> None:
    """A list with label, colon and figure in each line."""
    write_cards(
        page,
        lambda title, inside: f"<p><b>{title}</b></p><ul>{inside}</ul>",
        lambda label, text: f"<li>{label}：{text}</li>",
        "<p><b>{}</b></p>",
    )


@trap
def cards_of_tables(page: Page, rng: random.Random) -> None:
    """A table of two columns for every row, its title over both."""
    write_cards(
        page,
        lambda title, inside: f"<table><tr><th colspan=2>{title}</th></tr>{inside}</table>",
        lambda label, text: f"<tr><td>{label}</td><td>{text}</td></tr>",
    )


@trap
def cards_in_a_table(page: Page, rng: random.Random) -> None:
    """One table of two columns, the title of every row of the form over both."""
    write_cards(
        page,
        lambda title, inside: f"<tr><th colspan=2>{title}</th></tr>{inside}",
        lambda label, text: f"<tr><td>{label}</td><td>{text}</td></tr>",
        "<tr><th colspan=2>{}</th></tr>",
    )
    before = page.table_html
    page.table_html = lambda table: (  # type: ignore[method-assign]
        before(table).replace("<div class=cards>", "<table>").replace("</div>", "</table>")
    )


@trap
def cards_that_fold(page: Page, rng: random.Random) -> None:
    """Cells of Vant inside items that fold."""
    cell = "<div class=van-cell><div class=van-cell__title><span>{}</span></div>"
    cell += "<div class=van-cell__value><span>{}</span></div></div>"
    head = "<div class=van-collapse-item__title><div class=van-cell__title><span>{}</span></div>"
    head += "<i class=van-icon></i></div>"
    write_cards(
        page,
        lambda title, inside: (
            f"<div class=van-collapse-item>{head.format(title)}"
            f"<div class=van-collapse-item__wrapper><div class=van-collapse-item__content>{inside}</div></div></div>"
        ),
        cell.format,
        "<div class=van-cell-group__title>{}</div>",
    )


@trap
def cards_of_views(page: Page, rng: random.Random) -> None:
    """Views and texts of uni-app."""
    text = "<uni-text><span>{}</span></uni-text>"
    write_cards(
        page,
        lambda title, inside: f"<uni-view class=card><uni-view>{text.format(title)}</uni-view>{inside}</uni-view>",
        lambda label, figure: f"<uni-view class=row>{text.format(label)}{text.format(figure)}</uni-view>",
        "<uni-view>{}</uni-view>",
    )


@trap
def cards_with_figures_first(page: Page, rng: random.Random) -> None:
    """The figure large above its label."""
    write_cards(
        page,
        lambda title, inside: f"<section><h5>{title}</h5><div class=row>{inside}</div></section>",
        lambda label, text: f"<div class=stat><strong>{text}</strong><p>{label}</p></div>",
    )


@trap
def cards_with_units(page: Page, rng: random.Random) -> None:
    """Figures with their unit, those of organisations under a heading of their own."""

    def inside(title: str, pairs: str) -> str:
        pairs = pairs.replace("<li><i>商业企业", "<li class=sub>法人或其他组织</li><li><i>商业企业")
        return f"<div><h5>{title}</h5><ul>{pairs}</ul></div>"

    write_cards(page, inside, lambda label, text: f"<li><i>{label}</i>：<em>{text}</em>{'件' if text else ''}</li>")


@trap
def cards_with_a_line_of_labels(page: Page, rng: random.Random) -> None:
    """A table for each row: the labels in one line, the figures in the next."""

    def card(title: str, inside: str) -> str:
        labels, figures = ("".join(part.split("|")[n] for part in inside.split("\n")) for n in (0, 1))
        return f"<h5>{title}</h5><table><tr>{labels}</tr><tr>{figures}</tr></table>"

    write_cards(page, card, "<th>{}</th>|<td>{}</td>".format, "<h4>{}</h4>")


@trap
def columns_in_attributes(page: Page, rng: random.Random) -> None:
    """No header: every cell names its column in an attribute, for a style to print."""
    page.head += "<style>.stack td:before{content:attr(data-label)}</style>"

    def row(card: Card) -> str:
        cells = "".join(f'<td data-label="{label}">{text}</td>' for label, text in card.pairs)
        return f'<tr><td data-label="项目">{card.title}</td>{cells}</tr>'

    def write(table: T) -> str:
        cards = cut_cards(page, table)
        parts: list[list[Card]] = []
        for card in cards:
            same = parts and [x for x, _ in parts[-1][0].pairs] == [x for x, _ in card.pairs]
            if same and not (card.headings and table.code == "t2"):
                parts[-1].append(card)
            else:
                parts.append([card])
        tables = (f"<table class=stack><tbody>{''.join(map(row, part))}</tbody></table>" for part in parts)
        return "".join(tables)

    page.table_html = write  # type: ignore[method-assign]
