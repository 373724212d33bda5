"""Two layout traps on one page: pairs that once gave a wrong number, and what they should leave unread."""

from __future__ import annotations

import random

import pytest

from tests.transform.containers import CONTAINERS
from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import C, make_page
from tests.transform.generator.pairs import make_pair
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from tests.transform.generator.trial import EDITIONS
from transform.models import CellStatus, Hints
from transform.parse import parse_document

PAIRS = [  # and the share of the numbers that a person, too, could read
    ("another_organ_below", "nothing_but_cells", 1.0),
    ("unseen_by_class", "faded_in", 1.0),
    ("panes", "unseen_parts", 1.0),
    ("styled_spans", "unseen_parts", 1.0),
    ("flexible_boxes", "unseen_parts", 1.0),
    ("listed_rows", "hidden_text", 1.0),
    ("hidden_text", "flexible_boxes", 1.0),
    ("struck_lines", "styled_spans", 0.9),
    ("open_tables", "last_year_beside", 1.0),
    ("tables_never_closed", "last_year_beside", 1.0),
    ("layout_table_with_open_tables", "last_year_beside", 1.0),
]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("first", "second", "share"), PAIRS)
def test_pair(first: str, second: str, share: float, edition: str) -> None:
    score = Score()
    for seed in range(3):
        rng = random.Random(seed)
        page = make_page(edition, realistic_numbers(edition, rng))
        TRAPS[first](page, rng)
        TRAPS[second](page, rng)
        score.add(f"{first} and {second}", parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []
    assert score.share >= share, score.unread[:10]


def test_words_in_a_cell_of_table_4_do_not_hide_its_line() -> None:
    """Else the line would be none of a form, and another organ's Table 4 below the only one."""
    rng = random.Random(1)
    page = make_page("2021", realistic_numbers("2021", rng))
    TRAPS["last_years_tables_below"](page, rng)
    page.tables[3].above[:] = []
    strip = page.tables[2].rows[-1]
    for column in (0, 7, 14):
        page.tables[2].rows[-1] = [
            C("12 示例县教育局", key=cell.key) if place == column else cell for place, cell in enumerate(strip)
        ]
        report = parse_document(page.write(), Hints())
        cells = {cell.key: cell for cell in report.cells if cell.key.startswith("t4")}
        assert all(cell.value in (None, page.truth[key]) for key, cell in cells.items())
        assert cells[strip[column].key or ""].value is None
        assert any(cell.status is not CellStatus.MISSING for cell in cells.values())


@pytest.mark.parametrize("container", ["html", "one cell a line", "markdown"])
@pytest.mark.parametrize("trap", ["outcomes_in_another_order", "strip_as_matrix", "total_first"])
def test_a_total_under_a_label_that_is_no_columns(trap: str, container: str) -> None:
    """办理结果总计 over values: the other labels' order counts, or nothing does."""
    score = Score()
    for seed in range(12):
        rng = random.Random(seed)
        page = make_page("2019", realistic_numbers("2019", rng))
        TRAPS[trap](page, rng)
        for cell in (cell for table in page.tables[1:] for row in table.rows[:2] for cell in row if not cell.key):
            cell.text = "办理结果总计" if cell.text == "总计" else cell.text
        body = page.write() if container == "html" else CONTAINERS[container](page)
        score.add(f"{trap} {seed}", parse_document(body, Hints()), page.truth)
    assert score.wrong == []


def test_columns_in_an_order_that_no_header_tells_are_not_the_forms() -> None:
    """One row of many may keep its sum in the form's order by chance."""
    score = Score()
    for seed in range(12):
        rng = random.Random(seed)
        page = make_page("2019", realistic_numbers("2019", rng))
        TRAPS["columns_in_another_order"](page, rng)
        TRAPS["tabs_in_paragraphs"](page, rng)
        score.add(f"order {seed}", parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []


@pytest.mark.parametrize("label", ["办理结果总计", "合计数（件）", "全部", "总 数", "—"])
def test_a_column_moved_to_the_front_under_a_label_nobody_knows_shifts_no_other(label: str) -> None:
    """办理结果总计 is the label of a row: over the values it names no column, and the form's own order is none."""
    page = make_page("2021", realistic_numbers("2021", random.Random(2)))
    TRAPS["total_first"](page, random.Random(2))
    page.tables[1].rows[1][0].text = label
    score = Score()
    score.add(label, parse_document(page.write(), Hints()), page.truth)
    assert score.wrong == []


@pytest.mark.parametrize(
    ("names", "share"),
    [
        (["remarks"], 1.0),
        (["counts_with_unit"], 1.0),
        (["one_table", "counts_with_unit"], 1.0),
        (["sides_swapped"], 0.1),
        (["sides_swapped", "no_groups"], 0.1),
        (["sides_swapped", "counts_with_unit"], 0.1),
        (["page_break", "sides_swapped"], 0.1),
        (["columns_in_another_order"], 0.1),
        (["total_first", "dashes"], 0.1),
    ],
)
def test_a_dump_of_a_cell_a_line(names: list[str], share: float) -> None:
    """Values with a blank inside stay whole, and neither labels behind their values nor columns in an order of their
    own are read as the form's."""
    score = Score()
    for seed in range(12):
        rng = random.Random(f"{names} {seed}")
        edition = EDITIONS[seed % 2]
        page = make_page(edition, realistic_numbers(edition, rng))
        for name in names:
            TRAPS[name](page, rng)
        score.add(f"{names} {seed}", parse_document(CONTAINERS["one cell a line"](page), Hints()), page.truth)
    assert score.wrong == []
    assert score.share >= share, score.unread[:10]


@pytest.mark.parametrize("container", ["pdf without rules", "one cell a line"])
def test_a_cell_too_many_is_not_whatever_fits_no_column(container: str) -> None:
    """8397。 | (blank) | 6 | 4633.0 over three columns of counts: 4633.0 is a count as well."""
    score = Score()
    for seed in range(6 if "pdf" in container else 20):
        rng = random.Random(f"cell too many {seed}")
        page = make_page(EDITIONS[seed % 2], realistic_numbers(EDITIONS[seed % 2], rng))
        TRAPS["counts_with_decimals"](page, rng)
        score.add(f"{container} {seed}", parse_document(CONTAINERS[container](page), Hints()), page.truth)
    page = make_pair(("counts_with_decimals", "starred_notes"), 9)
    assert page is not None
    score.add(container, parse_document(CONTAINERS[container](page), Hints()), page.truth)
    assert score.wrong == []


@pytest.mark.parametrize("way", ["{}件中有1件", "####", "***"])
def test_what_cannot_be_read_is_no_label_in_running_text(way: str) -> None:
    """It would end its row, and the values before it be taken for the whole of it."""
    score = Score()
    for seed in range(20):
        rng = random.Random(seed)
        page = make_page("2021", realistic_numbers("2021", rng))
        for cell in page.value_cells():
            cell.text = way.format(cell.text) if cell.text and rng.random() < 0.15 else cell.text
        score.add(f"words {seed}", parse_document(CONTAINERS["one cell a line"](page), Hints()), page.truth)
    assert score.wrong == []
