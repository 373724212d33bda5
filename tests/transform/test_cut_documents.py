"""Documents that lost a part: what is left may look like a whole number, or like a whole row, and is none."""

from __future__ import annotations

import random
import time
from decimal import Decimal

import pytest

from tests.transform.containers import CONTAINERS
from tests.transform.generator.numbers import distinct_numbers
from tests.transform.generator.page import Page, make_page
from transform.models import CellStatus, Hints
from transform.parse import parse_document


def make_distinct(edition: str, rng: random.Random) -> Page:
    return make_page(edition, distinct_numbers(edition, rng))


def wrong_cells(body: bytes, page: Page) -> list[str]:
    """Cells with a number that the page does not print there."""
    cells = parse_document(body, Hints()).cells
    return [f"{c.key}: {c.value}" for c in cells if c.value is not None and c.value != page.truth.get(c.key)]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_page_cut_off_anywhere_gives_no_cut_number(edition: str) -> None:
    rng = random.Random(edition)
    page = make_distinct(edition, rng)
    text = page.html()
    ends = [rng.randrange(len(text) // 3, len(text)) for _ in range(60)]
    values = [text.index(f">{value}<") for value in list(page.truth.values())[5:150:5] if f">{value}<" in text]
    ends += [place + 2 + rng.randrange(4) for place in values]
    assert len(ends) > 80
    assert [found for end in ends for found in wrong_cells(text[:end].encode(), page)] == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_number_printed_twice_where_the_page_breaks_off_is_no_total(edition: str) -> None:
    """9 | 9 and nothing more looks like 自然人 and 总计, but in this table no row is the sum of its parts."""
    page = make_distinct(edition, random.Random(7))
    firsts = [value for key, value in page.truth.items() if key.startswith("t3.") and key.endswith(".natural_person")]
    found = []
    for value in firsts:
        head = page.html().partition(f"<td>{value}</td>")[0]
        found += wrong_cells(f"{head}<td>{value}</td><td>{value}</td></tr></table>".encode(), page)
    assert found == []


def test_the_cell_in_which_a_page_ends_is_unreadable_and_said_so() -> None:
    page = make_distinct("2021", random.Random(1))
    text = page.html()
    value = page.truth["t3.granted.natural_person"]
    cut = text.index(f">{value}<") + 3
    parsed = parse_document(text[:cut].encode(), Hints())
    cell = next(cell for cell in parsed.cells if cell.key == "t3.granted.natural_person")
    assert (cell.status, cell.value) in [(CellStatus.UNREADABLE, None), (CellStatus.AMBIGUOUS, None)]
    assert "document_cut" in {issue.code for issue in parsed.issues}


def test_a_page_that_only_leaves_out_closing_tags_is_whole() -> None:
    page = make_distinct("2021", random.Random(2))
    text = page.html().replace("</td>", "").replace("</tr>", "")
    parsed = parse_document(text.encode(), Hints())
    assert {cell.key: cell.value for cell in parsed.cells if cell.key in page.truth} == page.truth
    assert "document_cut" not in {issue.code for issue in parsed.issues}


def without_numbers(text: str, rng: random.Random) -> str:
    """One to three numbers lost; at times one of them turns up in another place."""
    lines = text.split("\n")
    places = [n for n, line in enumerate(lines) if line.strip().isdigit() and n > 20]
    lost = sorted(rng.sample(places, rng.randint(1, 3)), reverse=True)
    taken = [lines.pop(place) for place in lost]
    if rng.random() < 0.5:
        lines.insert(rng.choice(places[: len(places) // 2]), taken[0])
    return "\n".join(lines)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_text_dump_that_lost_numbers_gives_no_wrong_one(edition: str) -> None:
    found = []
    for seed in range(60):
        rng = random.Random(f"{edition} {seed}")
        page = make_distinct(edition, rng)
        text = CONTAINERS["one cell a line"](page).decode()
        found += [f"{seed} {wrong}" for wrong in wrong_cells(without_numbers(text, rng).encode(), page)]
    assert found == []


def test_glued_candidates_keep_the_order_of_their_joint_readings() -> None:
    dump = "\n".join(
        ["示例县教育局2020年政府信息公开工作年度报告", "本报告统计期限自2020年1月1日起至2020年12月31日止。",
         "二、主动公开政府信息情况", "第二十条第(九)项", "信息内容", "采购项目数量", "采购总金额",
         "政府集中采购", "126.8426",
         "第二十条第(八)项", "信息内容", "上一年项目数量", "本年增/减", "行政事业性收费", "00",
         "三、收到和处理政府信息公开申请情况"]
    )  # fmt: skip
    parsed = parse_document(dump.encode(), Hints())
    cells = {cell.key: cell for cell in parsed.cells}
    items, amount = cells["t2.gov_procurement.procurement_items"], cells["t2.gov_procurement.procurement_amount"]
    readings = [(Decimal(1), Decimal("26.8426")), (Decimal(12), Decimal("6.8426")), (Decimal(126), Decimal("0.8426"))]
    assert list(zip(items.candidates, amount.candidates, strict=True)) == readings
    assert cells["t2.admin_fees.prev_year_items"].status is CellStatus.INFERRED
    settled = [issue for issue in parsed.issues if issue.cell == "t2.admin_fees.prev_year_items"]
    assert [issue.code for issue in settled] == ["cell_inferred"]
    assert not [issue.message_zh for issue in parsed.issues if "line " in issue.message_zh]


def test_many_small_tables_of_one_row_are_read_in_time() -> None:
    table = "<table><tr><td>规章</td><td>0</td><td>1</td><td>2</td></tr></table>"
    page = f"<h1>示例县教育局2023年政府信息公开工作年度报告</h1>{table * 20_000}"
    began = time.process_time()
    parse_document(page.encode(), Hints())
    assert time.process_time() - began < 5
