"""Real documents: no wrong value, and the printed numbers read. The table in the output is the score."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from tests.transform.corpus import expected_names, find_document, needs_corpus, read_expected
from transform.models import CellStatus, Hints, ParsedReport
from transform.parse import parse_document

pytestmark = needs_corpus

TEXT_SHARE, OTHER_SHARE = 0.99, 0.999


@cache
def parse_corpus(name: str) -> ParsedReport:
    """One document of the corpus, parsed once."""
    path = find_document(name)
    return parse_document(path.read_bytes(), Hints(path=path.name))


def compare(name: str) -> tuple[int, int, list[str]]:
    """Printed numbers, numbers read, and what is wrong."""
    cells = {cell.key: cell for cell in parse_corpus(name).cells}
    expected = read_expected(name)["cells"]
    printed = read = 0
    wrong = []
    for key, number in expected.items():
        cell = cells[key]
        printed += number is not None
        read += number is not None and cell.value is not None
        if cell.value is not None and (number is None or cell.value != Decimal(str(number))):
            wrong.append(f"{key}: {number} read as {cell.value}")
    wrong += [
        f"{key} is printed nowhere" for key, cell in cells.items() if cell.value is not None and key not in expected
    ]
    return printed, read, wrong


@pytest.mark.parametrize("name", expected_names())
def test_document_is_read_without_a_wrong_value(name: str) -> None:
    printed, read, wrong = compare(name)
    print(f"{name:24} printed {printed:4}  read {read:4}  {read / printed:8.2%}  wrong {len(wrong)}")
    assert wrong == []
    assert read >= printed * (TEXT_SHARE if find_document(name).suffix == ".txt" else OTHER_SHARE)


@pytest.mark.parametrize("name", expected_names())
def test_document_says_who_when_and_which_form(name: str) -> None:
    expected, report = read_expected(name), parse_corpus(name).report
    assert (report.organ, report.year, report.edition) == (expected["organ"], expected["year"], expected["edition"])
    if "published_on" in expected:
        assert report.published_on is not None
        assert report.published_on.isoformat() == expected["published_on"]


def test_glued_cells_keep_every_reading() -> None:
    """颍泉 2020: ``00`` has one reading over two cells, ``126.8426`` has three."""
    cells = {cell.key: cell for cell in parse_corpus("yingquan_office_2020").cells}
    items, amount = (cells[f"t2.gov_procurement.procurement_{part}"] for part in ("items", "amount"))
    assert (items.status, amount.status) == (CellStatus.AMBIGUOUS, CellStatus.AMBIGUOUS)
    assert set(items.candidates) == {Decimal(1), Decimal(12), Decimal(126)}
    assert set(amount.candidates) == {Decimal("26.8426"), Decimal("6.8426"), Decimal(".8426")}
    fees = [cells[f"t2.admin_fees.{column}"] for column in ("prev_year_items", "net_change")]
    assert [(cell.status, cell.value) for cell in fees] == [(CellStatus.INFERRED, Decimal(0))] * 2


def test_vanished_blank_leaves_nought_or_blank() -> None:
    cells = {cell.key: cell for cell in parse_corpus("yingquan_office_2020").cells}
    assert cells["t3.granted.natural_person"].value == 8
    assert cells["t3.granted.natural_person"].status is CellStatus.INFERRED
    assert set(cells["t3.granted.other_org"].candidates) == {Decimal(0), None}


def test_money_keeps_the_unit_it_was_printed_with() -> None:
    def unit(name: str, key: str) -> str | None:
        return next(cell.unit for cell in parse_corpus(name).cells if cell.key == key)

    assert unit("shanghai_office_2019", "t2.gov_procurement.procurement_amount") == "元"
    assert unit("shuyang_drc_2023", "t2.admin_fees.fee_amount") == "万元"


def test_local_rows_of_2014_are_kept() -> None:
    report = parse_corpus("pingtan_2014")
    rows = read_expected("pingtan_2014")["rows"]
    local = {(indicator.label, indicator.column): indicator for indicator in report.indicators}
    labels = {indicator.label for indicator in report.indicators}
    assert len(labels) == len(rows)
    mail = local["3、信函、传真申请数", "2014年度"]
    assert (mail.value, mail.unit, mail.status) == (Decimal(1), "条", CellStatus.REPORTED)
    assert local["主动公开文件数", "历年累计"].value == 78967


def test_every_read_cell_has_an_address() -> None:
    cells = {cell.key: cell for cell in parse_corpus("shanghai_office_2019").cells}
    assert cells["t3.new_received.natural_person"].at == "table 2, row 4, column 2"
    assert all(cell.at and cell.raw is not None for cell in cells.values())


def test_list_page_is_no_report() -> None:
    report = parse_document(find_document("list_trs_engebei").read_bytes(), Hints())
    assert (report.is_report, report.cells) == (False, ())
    assert "not_a_report" in {issue.code for issue in report.issues}
