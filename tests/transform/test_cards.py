"""Cards of label and figure: what must hold for a card to be believed."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest

from tests.transform.generator.numbers import distinct_numbers
from tests.transform.generator.page import Page, make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from transform.models import CellStatus, Hints, ParsedReport
from transform.parse import parse_document

ITEM = "<div class=item><span class=label>{}</span><span class=value>{}</span></div>"
GRANTED = "t3.granted."


def make_cards(layout: str = "cards_of_boxes") -> Page:
    rng = random.Random(layout)
    page = make_page("2021", distinct_numbers("2021", rng))
    TRAPS[layout](page, rng)
    return page


def read(page: Page, change: Callable[[str], str]) -> tuple[ParsedReport, Score]:
    body = change(page.text())
    assert body != page.text()
    report, score = parse_document(body.encode(), Hints()), Score()
    score.add("cards", report, page.truth)
    return report, score


def own_pair(page: Page, column: str = "total", label: str = "总计") -> str:
    return ITEM.format(label, page.truth[f"{GRANTED}{column}"])


def lose_figure(page: Page, text: str) -> str:
    return text.replace(own_pair(page), "<div class=item><span class=label>总计</span></div>")


def lose_label(page: Page, text: str) -> str:
    return text.replace(own_pair(page), own_pair(page).replace("总计", ""))


def lose_pair(page: Page, text: str) -> str:
    return text.replace(own_pair(page), "")


def print_a_second_figure(page: Page, text: str) -> str:
    return text.replace(own_pair(page), own_pair(page).replace("</div>", "<b>7</b></div>"))


def cut_figure_in_two(page: Page, text: str) -> str:
    number = str(page.truth[f"{GRANTED}total"])
    return text.replace(own_pair(page), ITEM.format("总计", f"<i>{number[:2]}</i><i>{number[2:]}</i>"))


def put_words_between(page: Page, text: str) -> str:
    return text.replace(own_pair(page), f"<p>比上年增加</p>{own_pair(page)}")


@pytest.mark.parametrize(
    "damage",
    [lose_figure, lose_label, lose_pair, print_a_second_figure, cut_figure_in_two, put_words_between],
)
def test_a_card_that_is_not_whole_is_left_unread_and_the_others_are_read(damage: Callable[[Page, str], str]) -> None:
    page = make_cards()
    report, score = read(page, lambda text: damage(page, text))
    assert score.wrong == []
    unread = {line.split()[1].rpartition(".")[0] for line in score.unread}
    assert unread - {"t3.partial"} == {"t3.granted"}  # 总计 without a figure may be a title as well
    assert all(cell.value is None for cell in report.cells if cell.key.startswith(GRANTED))


def test_a_card_that_lost_its_title_is_not_the_card_above() -> None:
    """（二）部分公开 lost its title: its pairs come behind those of （一）予以公开, of which one may be its own."""
    page = make_cards()
    _, score = read(page, lambda text: re.sub(r"<div class=card-title>\(二\)部分公开[^<]*</div>", "", text))
    assert score.wrong == []
    assert {line.split()[1].split(".")[1] for line in score.unread} == {"granted", "partial"}


def test_figures_before_their_labels_in_some_cards_only_are_left_unread() -> None:
    page = make_cards()
    card = re.compile(r"<div class=card><div class=card-title>\(一\)予以公开</div>.*?</div></div>", re.S)
    swap = re.compile(r"<span class=label>([^<]*)</span><span class=value>([^<]*)</span>")
    _, score = read(
        page,
        lambda text: card.sub(lambda m: swap.sub(r"<b>\2</b><span>\1</span>", m[0]), text),
    )
    assert score.wrong == []
    assert {line.split()[1].split(".")[1] for line in score.unread} == {"granted"}


def test_a_comment_between_a_figure_and_its_unit_parts_nothing() -> None:
    page = make_cards()
    _, score = read(page, lambda text: re.sub(r"<span class=value>(\d)(\d*)</span>", r"<em>\1<!-- -->\2</em>", text))
    assert (score.wrong, score.unread) == ([], [])


def test_a_picture_in_the_place_of_a_figure_is_doubted() -> None:
    page = make_cards()
    number = page.truth[f"{GRANTED}total"]
    report, score = read(page, lambda text: text.replace(f">{number}<", "><img src=7.png><"))
    assert score.wrong == []
    assert {cell.key: cell for cell in report.cells}[f"{GRANTED}total"].status is CellStatus.UNREADABLE


def test_the_last_figure_of_a_page_that_breaks_off_is_doubted() -> None:
    page = make_cards()
    key = "t4.litigation_after_reconsideration.total"
    _, score = read(page, lambda text: text[: text.index(f">{page.truth[key]}<") + 4])
    assert score.wrong == []
    assert [line.split()[1] for line in score.unread] == [key]


@pytest.mark.parametrize("layout", ["labels_only_in_the_clone", "labels_in_a_pane_of_their_own"])
def test_labels_with_a_row_less_than_the_figures_name_none(layout: str) -> None:
    page = make_cards(layout)
    row = r"<tr class=row><td colspan=\"3\">二、上年结转政府信息公开申请数量</td></tr>"
    _, score = read(page, lambda text: re.sub(row, "", text))
    assert score.wrong == []
    assert not any(key.startswith("t3") for key in page.truth.keys() - {line.split()[1] for line in score.unread})


@pytest.mark.parametrize("line", ["(三)不予公开", "(一)予以公开", "其他"])
def test_a_page_of_nothing_but_titles_costs_little(line: str) -> None:
    """Each of them may begin a card."""
    body = "<h1>示例县2023年政府信息公开工作年度报告</h1>" + "<p>自然人</p>" * 12 + f"<p>{line}</p>" * 5_000
    start = time.process_time()
    parse_document(body.encode(), Hints())
    assert time.process_time() - start < 1.5
