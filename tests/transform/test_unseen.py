"""Figures beside a number that nobody can tell from it, or from nothing: never joined to it, never read for it."""

from __future__ import annotations

import html
import json
import random
import re
from decimal import Decimal

import pytest

from tests.transform.generator.numbers import distinct_numbers
from tests.transform.generator.page import Page, make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from transform.models import CellStatus, Hints
from transform.parse import parse_document
from transform.readers.html.styles import read_rules

BESIDE = [
    "{}<span style='color:white'>7</span>",
    "{}<font color='#FFFFFF'>7</font>",
    "{}<span class=w>7</span>",
    "{}<span style='display:inline-block;width:0;height:0;overflow:hidden'>7</span>",
    "{}<details>7</details>",
    "{}<sub>7</sub>",
    "{}<sub>456</sub>",
    "{}<sup>127</sup>",
    "<sup>7</sup>{}",
    "{}<span style='vertical-align:sub'>7</span>",
    "{}<span style='vertical-align:text-top;font-size:60%'>7</span>",
    "{}<span style='vertical-align:5px'>7</span>",
    "{}<span style='position:relative;top:-5px'>7</span>",
    "{}<small>7</small>",
    "{}<font size=1>7</font>",
    "{}<span style='font-size:5px'>7</span>",
    "<span class=b>{}</span>",
    "{}<a href='/x'>7</a>",
    "{}<xmp>7</xmp>",
    "{}<br>7",
    "{}&nbsp;7",
    "<bdo dir=rtl>{}</bdo>",
    "&#x202e;{}&#x202c;",
    "{}<span style='vertical-align:super'>127</span>",
    "<span style='unicode-bidi:bidi-override;direction:rtl'>{}</span>",
    "{}<div style='max-height:0;overflow:hidden'>7</div>",
    "{}<select><option>7</option><option selected>9</option></select>",
    "<select multiple><option selected>{}</option><option>7</option></select>",
    "<select size=3><option selected>{}</option></select>",
    "<span style='display:flex;flex-direction:row-reverse'><i>7</i><i>{}</i></span>",
    "<span style='float:right'>7</span>{}",
    "<b class=timer data-to=77>{}</b>",
    "{}<span class='sub hide'>7</span>",
    "<i class=n data-n=7>{}</i>",
    "{}（更正为7）",
    "<math><msup><mn>{}</mn><mn>7</mn></msup></math>",
    "{}<img alt=7 src=7.gif>",
]
UNSEEN = [
    "{}<span style='display:none'>7</span>",
    "{}<div hidden>7</div>",
    "{}<div style='visibility:hidden'>7</div>",
    "{}<p style='font-size:0'>7</p>",
    "{}<span style='color:#fff;background:#fff'>7</span>",
    "{}<button>7</button>",
    "{}<s>7</s>",
    "{}<progress>7</progress>",
    "{}<span class=x style='display:inline'>7</span>",
    "{}<i class=k></i><i class=m>7</i>",
    "{}<span style='content-visibility:hidden'>7</span>",
]
LABEL_LIKE = ["<sup>7</sup>{}", "&#x202e;{}&#x202c;"]
"""A text that is no number at all may look like the label of another row."""
ALONE = ["<s>{}</s>", "<del>{}</del>", "<span class=gone>{}</span>", "<b style='visibility:hidden'>{}</b>"]
SHEET = "<style>.w{color:#fff}.b::before{content:'7'}.gone{text-decoration:line-through}.n::after{content:attr(data-n)}"
SHEET += ".x{display:none!important} :is(.k,.o) ~ .m{display:none}</style>"


def make(way: str) -> Page:
    """A page on which numbers that end in 3, 6 or 9 are set so."""
    page = make_page("2021", distinct_numbers("2021", random.Random(way)))
    page.head += SHEET
    page.wrap_value = lambda text: way.replace("{}", html.escape(text)) if text[-1:] in "369" else html.escape(text)
    return page


@pytest.mark.parametrize("way", [*BESIDE, *ALONE])
def test_a_figure_in_doubt_is_not_read(way: str) -> None:
    """Nor does it cost the cells around it."""
    page = make(way)
    score = Score()
    score.add(way, parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []
    assert score.read >= sum(cell.text[-1:] not in "369" for cell in page.value_cells()) - (way in LABEL_LIKE) * 15
    assert score.read < score.printed


@pytest.mark.parametrize("boxes", ["flexible_boxes", "styled_spans", "listed_rows"])
@pytest.mark.parametrize("way", [*BESIDE, *UNSEEN])
def test_nor_is_one_in_a_table_of_boxes(way: str, boxes: str) -> None:
    """Where a page sets its tables without ``<table>``, a figure beside a number is no digit of it either."""
    page = make(way)
    TRAPS[boxes](page, random.Random(way))
    score = Score()
    score.add(f"{way} in {boxes}", parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []


def test_styles_of_a_page_hold_for_the_article_that_its_script_shows() -> None:
    page = make("{}<i class=far>7</i>")
    article = json.dumps({"title": page.title, "content": page.html()})
    outer = f"<html><head><style>.far{{display:none}}</style></head><body><script>x={{DETAIL:{article}}}</script>"
    score = Score()
    score.add("outer style", parse_document(f"{outer}</body></html>".encode(), Hints()), page.truth)
    assert score.wrong == []
    assert score.read == score.printed


@pytest.mark.parametrize("mark", ["data-to=77", "data-count='1,077'", 'class="num hide"'])
def test_a_cell_that_says_itself_that_it_shows_another_figure_is_in_doubt(mark: str) -> None:
    page = make("{}")
    marked = {key for key, value in page.truth.items() if value is not None and str(value)[-1] in "369"}
    page.finish.append(lambda text: re.sub(r"<td>(\d*[369])</td>", rf"<td {mark}>\1</td>", text))
    read = {cell.key for cell in parse_document(page.write(), Hints()).cells if cell.status is CellStatus.REPORTED}
    assert read and not read & marked


def test_a_figure_that_its_attribute_says_as_well_is_read() -> None:
    page = make("{}")
    page.finish.append(lambda text: re.sub(r"<td>(\d+)</td>", r"<td data-count=\1>\1</td>", text))
    score = Score()
    score.add("counted", parse_document(page.write(), Hints()), page.truth)
    assert (score.wrong, score.read) == ([], score.printed)


def test_a_cell_to_which_a_script_counts_up_from_nothing_is_not_blank() -> None:
    page = make("{}")
    page.finish.append(lambda text: re.sub(r"<td>(\d*3)</td>", r"<td><i data-to=\1></i></td>", text))
    marked = {key for key, value in page.truth.items() if value is not None and str(value)[-1] == "3"}
    cells = {cell.key: cell for cell in parse_document(page.write(), Hints()).cells}
    assert marked and not {key for key in marked if cells[key].status is CellStatus.BLANK}


def test_a_unit_beside_a_field_does_not_hide_its_figure() -> None:
    page = make("{}")
    page.finish.append(lambda text: re.sub(r"<td>(\d+)</td>", r"<td><input value=\1 readonly> 件</td>", text))
    cells = {cell.key: cell.value for cell in parse_document(page.write(), Hints()).cells}
    counted = {key: value for key, value in page.truth.items() if key.startswith("t3.")}
    assert counted and {key: cells[key] for key in counted} == counted


def test_two_fields_in_one_cell_are_two_numbers() -> None:
    """Side by side they are boxes with a border between them, and nothing says which is the cell's."""
    page = make_page("2021", distinct_numbers("2021", random.Random(1)))
    row = next(row for row in page.table("t3").rows if row[-1].key == "t3.granted.total")
    row[-2].markup = f"<input value={row[-2].text[:3]}><input value={row[-2].text[3:]}>"
    read = {cell.key: cell.value for cell in parse_document(page.write(), Hints()).cells}
    assert read == page.truth | {row[-2].key: None}


def test_a_hidden_field_parts_no_number() -> None:
    page = make_page("2021", distinct_numbers("2021", random.Random(1)))
    row = next(row for row in page.table("t3").rows if row[-1].key == "t3.granted.total")
    row[-2].markup = f"{row[-2].text[:3]}<input type=hidden name=id>{row[-2].text[3:]}"
    assert {cell.key: cell.value for cell in parse_document(page.write(), Hints()).cells} == page.truth


def test_a_struck_row_is_no_value() -> None:
    page = make("{}")
    page.finish.append(lambda text: text.replace("<tr><td>规章", "<tr style='text-decoration:line-through'><td>规章"))
    cells = {cell.key: cell for cell in parse_document(page.write(), Hints()).cells}
    assert cells["t2.regulations.issued"].status is CellStatus.UNREADABLE
    assert cells["t2.normative_docs.issued"].value == page.truth["t2.normative_docs.issued"]


def test_a_torn_number_with_a_part_that_is_no_count_is_not_read() -> None:
    """12 and a raised 7.5 in a row whose total says neither."""
    page = make_page("2021", dict.fromkeys(distinct_numbers("2021", random.Random(1)), Decimal(1)))
    for cell in page.value_cells():
        cell.text = "6" if (cell.key or "").startswith("t3.") and (cell.key or "").endswith(".total") else cell.text
        cell.markup = "12<sup>7.5</sup>" if cell.key == "t3.granted.natural_person" else None
    cells = {cell.key: cell for cell in parse_document(page.write(), Hints()).cells}
    assert cells["t3.granted.natural_person"].value is None
    assert cells["t3.granted.commercial_enterprise"].value == 1


def test_a_shown_pane_is_not_hidden_by_the_rule_of_all_panes() -> None:
    """.pane{display:none} .pane.on{display:block}"""
    page = make("{}")
    page.head += "<style>.pane{display:none}.pane.on{display:block}</style>"
    decoy = page.html()
    page.finish.append(lambda text: text.replace("<div class='con'>", "<div class='con pane on'>"))
    body = decoy[decoy.index("<p>二、") : decoy.index("<p>五、")].replace(">1", ">9")
    page.tail.append(f"</div><div class=pane>{body}")
    score = Score()
    score.add("panes", parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []
    assert score.read == score.printed


@pytest.mark.parametrize(
    ("sheet", "selectors"),
    [
        ("a{b:c}", ["a"]),
        ("@import 'x'; @media print{a{b:c} d{e:f}} g{h:i}", ["g"]),
        ("/* a{b:c} */ d, e > f{g:h} /* open i{j:k}", ["d", "e > f"]),
        ("a:hover{b:c} d::before{e:f} g:first-child{h:i}", ["d", "g:first-child"]),
        ("}}a{b:c}}{{", ["a"]),
        ("@media screen{@media print{a{b:c}}}d{e:f}", ["d"]),
        ("@media screen{a{b:c}}d{e:f}", ["a", "d"]),
        ("@media (min-width: 768px) and (max-width:3000px){a{b:c}d{e:f}}g{h:i}", ["a", "d", "g"]),
        ("@media only screen and (max-width:48em){a{b:c}}d{e:f}", ["d"]),
        ("@media print, all and (min-width:40rem){a{b:c}}", ["a"]),
        (
            "@media (min-width:1900px){a{b:c}} @media (prefers-color-scheme:dark){d{e:f}} @supports not (x:y){g{h:i}}",
            [],
        ),
        ("@layer x{:is(a,b) c,d{e:f}} @supports (x:y){g{h:i}}", [":is(a,b) c", "d", "g"]),
        ("a{b:c;d{e:f}} g{h:i}", ["g"]),
    ],
)
def test_rules_of_a_sheet(sheet: str, selectors: list[str]) -> None:
    assert [rule.selector for rule in read_rules(f"<STYLE type=text/css>{sheet}</STYLE>")] == selectors
