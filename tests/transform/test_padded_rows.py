"""Sheets, Word, ruled tables and many programs make every row as wide as the others: one that lost a cell ends in a
blank one.

Where nearly every other row of many shows its last value, nobody can say whether this one left it blank. Table 2 has
too few rows of several values to tell.
"""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from tests.transform.containers import CONTAINERS, place
from tests.transform.generator.dumps import RULED, dump_page
from tests.transform.generator.numbers import distinct_numbers, realistic_numbers, with_blanks
from tests.transform.generator.page import C, Page, make_page
from tests.transform.reading import write_book
from tests.transform.test_indicator_dumps import make_rows
from transform.models import Hints
from transform.parse import parse_document

PADDED = ("docx", "xlsx", "ruled pdf", "page without spans")


def write_page_without_spans(page: Page) -> bytes:
    """HTML with a cell for every place of a table, blank where another cell spans it or the row has none."""
    for table in page.tables:
        grid, starts = place(table)
        table.rows = [
            [cell if cell and starts[id(cell)] == (number, column) else C("") for column, cell in enumerate(row)]
            for number, row in enumerate(grid)
        ]
        for cell in table.cells():
            cell.rowspan = cell.colspan = 1
    return page.write()


WRITERS = CONTAINERS | {"page without spans": write_page_without_spans}


def wrong_cells(page: Page, container: str) -> list[str]:
    """Cells with another number than theirs, of a document of which at least Table 2 is read."""
    cells = parse_document(WRITERS[container](page), Hints()).cells
    assert sum(c.value is not None for c in cells) >= 10
    return [f"{c.key}: {c.value}" for c in cells if c.value is not None and c.value != page.truth.get(c.key)]


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("table", ["t3", "t4"])
@pytest.mark.parametrize("container", PADDED)
def test_a_row_that_lost_a_cell_is_not_read_shifted(container: str, table: str, edition: str) -> None:
    found = []
    for seed in range(2 if "pdf" in container else 6):  # a PDF takes a second
        rng = random.Random(f"{container} {table} {edition} {seed}")
        page = make_page(edition, distinct_numbers(edition, rng))
        rows = [row for row in page.table(table).rows if sum(bool(cell.key) for cell in row) > 1]
        row = rng.choice(rows)
        lost = rng.choice([cell for cell in row if cell.key])
        row.remove(lost)
        page.truth[lost.key or ""] = None
        found += wrong_cells(page, container)
    assert found == []


@pytest.mark.parametrize("container", ["docx", "xlsx", "markdown", "page without spans"])
def test_nor_is_one_without_its_sum_where_all_others_end_in_theirs(container: str) -> None:
    """Zeros are blank here, so blanks tell nothing; a line with figures and no total does."""
    found = []
    for seed in range(4):
        rng = random.Random(f"{container} {seed}")
        page = make_page("2021", with_blanks(realistic_numbers("2021", rng), rng, 1.0))
        rows = [row for row in page.table("t3").rows if row[-1].key and row[-1].text]
        row = rng.choice(rows)
        lost = row[-rng.randrange(2, 8)]
        page.truth[lost.key or ""] = None
        row.remove(lost)
        row.append(C(""))
        found += wrong_cells(page, container)
    assert found == []


STRIPS = {  # figures of Table 4, and the place of the one that is lost
    "blanks among figures": ("5,,,3,8,,10,20,,30,,,4,,4", 2),
    "in the last block": ("5,,,3,8,1,1,1,1,4,2,,1,2,5", 12),
    "a blank in the only block": (",,,,,,,,,,,3,,,3", 12),
    "zeros in the last blocks": ("36,0,2,0,38,,,,,0,0,0,0,0,0", 1),
    "a total": ("4,,,1,5,,2,,,2,7,,1,,8", 4),
}


@pytest.mark.parametrize("trap", STRIPS)
@pytest.mark.parametrize("container", ["docx", "xlsx"])
def test_a_strip_with_blanks_that_lost_a_cell(container: str, trap: str) -> None:
    """Blanks tell nothing here; the sums of its blocks do, which one cell put in mends."""
    texts, lost = STRIPS[trap]
    page = fill_strip(texts.split(","))
    row = page.table("t4").rows[-1]
    cells = [cell for cell in row if cell.key]
    page.truth[cells[lost].key or ""] = None
    row.remove(cells[lost])
    row.append(C(""))
    assert wrong_cells(page, container) == []


@pytest.mark.parametrize("texts", ["4,,,,5,,2,,,2,7,,1,,8", "5,,,,,,2,,,,7,,1,,", "0,0,3,0,5,0,0,0,0,0,1,0,0,0,1"])
def test_a_strip_that_no_lost_cell_mends_is_the_publishers(texts: str) -> None:
    """A wrong total, or totals left blank."""
    page = fill_strip(texts.split(","))
    cells = {cell.key: cell.value for cell in parse_document(WRITERS["docx"](page), Hints()).cells}
    assert {key: cells[key] for key in page.truth if key.startswith("t4")} == {
        key: value for key, value in page.truth.items() if key.startswith("t4")
    }


def fill_strip(texts: list[str]) -> Page:
    numbers = realistic_numbers("2021", random.Random(7))
    keys = [key for key in make_page("2021", numbers).truth if key.startswith("t4")]
    return make_page("2021", numbers | {k: Decimal(t) if t else None for k, t in zip(keys, texts, strict=True)})


@pytest.mark.parametrize("container", ["xlsx", "markdown"])
def test_a_heading_lost_among_others_names_none_of_them(container: str) -> None:
    """商业企业 | 科研机构 | 法律服务机构 | 其他 and a blank cell: those behind the gap stand over their neighbours."""
    rng = random.Random(container)
    page = make_page("2021", with_blanks(realistic_numbers("2021", rng), rng, 1.0))
    del page.table("t3").rows[2][2]
    page.table("t3").rows[2].append(C(""))
    assert wrong_cells(page, container) == []


@pytest.mark.parametrize("container", ["markdown", "page without spans"])
@pytest.mark.parametrize("change", ["narrow", "lost"])
def test_headings_whose_places_contradict_their_order_give_no_column_its_place(container: str, change: str) -> None:
    """法人或其他组织 was written over four columns, or not at all: 总计 then stands before columns it comes after."""
    page = make_page("2021", distinct_numbers("2021", random.Random(container)))
    row = page.table("t3").rows[1]
    group = next(cell for cell in row if cell.colspan > 1)
    if change == "narrow":
        group.colspan -= 1
    else:
        row.remove(group)
    assert wrong_cells(page, container) == []


def test_rows_that_begin_left_of_the_first_heading_are_not_read_by_their_place() -> None:
    """The first row of （三）不予公开 was cut, and its heading with it: the others stand a column too far left."""
    for seed in range(4):
        rng = random.Random(seed)
        page = make_page("2021", with_blanks(realistic_numbers("2021", rng), rng, 0.7))
        rows = page.table("t3").rows
        (first,) = (row for row in rows if any("属于国家秘密" in cell.text for cell in row))
        page.truth |= {cell.key: None for cell in first if cell.key}
        rows.remove(first)
        assert wrong_cells(page, "xlsx") == []


def test_neither_are_several_rows_that_lost_the_same_column() -> None:
    """Five rows of many end in a blank cell, one in two, and nothing else is blank."""
    for lost in (1, 2):
        page = make_page("2021", distinct_numbers("2021", random.Random(lost)))
        rows = [row for row in page.table("t3").rows if row[-1].key][3 : 8 if lost == 1 else 4]
        for row in rows:
            page.truth |= {cell.key or "": None for cell in row[-7 : lost - 7]}
            del row[-7 : lost - 7]
            row.extend([C("")] * lost)
        assert wrong_cells(page, "docx") == []


@pytest.mark.parametrize("name", ["markdown", "markdown of a data frame", "commas with numbers"])
@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
def test_nor_is_one_that_a_converter_filled_up(table: str, name: str) -> None:
    """Converters write a table as wide as its widest row: a cell lost or two run together leave a blank one behind."""
    found = []
    for seed in range(4):
        rng = random.Random(f"{name} {table} {seed}")
        page = make_page("2021", distinct_numbers("2021", rng))
        row = rng.choice([row for row in page.table(table).rows if sum(bool(cell.key) for cell in row) > 1])
        at = rng.choice([place for place, cell in enumerate(row[:-1]) if cell.key])
        page.truth |= {row[at].key or "": None, row[at + 1].key or "": None} if seed % 2 else {row[at].key or "": None}
        row[at + 1].text = row[at].text + row[at + 1].text if seed % 2 else row[at + 1].text
        del row[at]
        row.append(C(""))
        cells = parse_document(dump_page(page, RULED[name]), Hints()).cells
        assert sum(c.value is not None for c in cells) >= 10
        found += [f"{c.key}: {c.value}" for c in cells if c.value is not None and c.value != page.truth.get(c.key)]
    assert found == []


@pytest.mark.parametrize("container", PADDED)
def test_blank_last_values_of_many_rows_are_the_publishers(container: str) -> None:
    """上海市政府办公厅 2019 left 总计 blank on 19 rows: the others of each row are read."""
    page = make_page("2021", realistic_numbers("2021", random.Random(container)))
    for number, row in enumerate(row for row in page.table("t3").rows if row[-1].key):
        if number % 2:
            row[-1].text, page.truth[row[-1].key or ""] = "", None
    cells = {cell.key: cell.value for cell in parse_document(WRITERS[container](page), Hints()).cells}
    assert {key: cells[key] for key in page.truth} == dict(page.truth)


@pytest.mark.parametrize("change", ["cut", "doubled"])
def test_a_row_of_single_figures_that_lost_a_cell_or_has_one_too_many(change: str) -> None:
    """2008: this period and the year so far; the row with a third figure makes the sheet wider."""
    for number in range(3, 30, 4):
        page, rows = make_rows("2008", has_codes=True)
        row = page.rows[number]
        if change == "cut":
            del row[3]
        else:
            row.insert(3, row[3])
        sheet = [[int(text) if text.isdigit() and text[0] != "0" else text for text in line] for line in rows]
        cells = parse_document(
            write_book([[page.heading], *(list(line) for line in sheet)]), Hints(path="a.xlsx")
        ).cells
        truth = page.truth if change == "doubled" else {**page.truth, f"l1.{_code(page, number)}.period": None}
        assert [c.key for c in cells if c.value is not None and c.value != truth[c.key]] == []


def _code(page: object, number: int) -> str:
    return page.form.tables[0].rows[number].code  # type: ignore[attr-defined, no-any-return]


def test_a_small_sum_that_fits_by_chance_proves_no_total() -> None:
    """1 0 0 0 0 1 is a row that lost a 0, or one whose total of 2 was cut off; 40 0 0 0 0 40 lost a 0."""
    for number, expected in ((1, None), (40, 40)):
        page = make_page("2021", realistic_numbers("2021", random.Random(0)))
        row = next(row for row in page.table("t3").rows if any("属于国家秘密" in cell.text for cell in row))
        printed = [cell for cell in row if cell.key]
        for cell, value in zip(printed, (number, 0, 0, 0, 0, number), strict=False):
            cell.text = str(value)
        row.remove(printed[-1])
        cells = {cell.key: cell for cell in parse_document(page.write(), Hints()).cells}
        assert cells["t3.refused_state_secret.total"].value == expected
