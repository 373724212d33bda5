"""Real documents that are no HTML: every printed number, no wrong one, and what their prose states."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from transform.models import CellStatus, Hints, ParsedReport, Severity
from transform.parse import parse_document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}: real documents are not part of the project"
)
DOCUMENTS = {
    "yingquan_office_2020.txt": 1.0,
    "shuyang_2025.txt": 0.99,
    "shanghai_stc_2024.txt": 0.99,
    "hongze_2023.pdf": 1.0,
}


def parse(name: str) -> ParsedReport:
    return parse_document((CORPUS / name).read_bytes(), Hints(path=name))


def expected(name: str) -> dict[str, Any]:
    text = (CORPUS / name).with_suffix(".expected.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return loaded


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_number_and_no_wrong_one(name: str, record_property: pytest.RecordProperty) -> None:
    truth = expected(name)["cells"]
    cells = {cell.key: cell for cell in parse(name).cells}
    printed = {key: value for key, value in truth.items() if value is not None}
    read = {key for key in printed if cells[key].value is not None}
    record_property("read", f"{len(read)} of {len(printed)}")
    assert {key: cells[key].value for key in read} == {key: printed[key] for key in read}
    assert len(read) >= DOCUMENTS[name] * len(printed)
    others = [cell for key, cell in cells.items() if key not in printed and cell.value]
    assert others == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_who_and_when(name: str) -> None:
    report, truth = parse(name).report, expected(name)
    assert (report.organ, report.year, report.edition) == (truth["organ"], truth["year"], truth["edition"])
    assert report.period[0] is not None
    assert (report.period[0].month, report.period[0].year) == (1, truth["year"])


def test_the_glued_and_the_vanished_cells_of_yingquan() -> None:
    report = parse("yingquan_office_2020.txt")
    cells = {cell.key: cell for cell in report.cells}
    items, amount = (cells[f"t2.gov_procurement.procurement_{part}"] for part in ("items", "amount"))
    assert items.status is amount.status is CellStatus.AMBIGUOUS
    assert sorted(items.candidates, key=str) == sorted((Decimal(1), Decimal(12), Decimal(126)), key=str)
    assert set(amount.candidates) == {Decimal("26.8426"), Decimal("6.8426"), Decimal("0.8426")}
    assert cells["t2.admin_fees.net_change"].status is CellStatus.INFERRED
    assert cells["t3.granted.natural_person"].status is CellStatus.INFERRED
    assert set(cells["t3.granted.research_institution"].candidates) == {Decimal(0), None}
    assert [issue for issue in report.issues if issue.severity is Severity.ERROR] == []


def test_a_label_apart_from_its_numbers_is_inferred_not_reported() -> None:
    cells = {cell.key: cell for cell in parse("shanghai_stc_2024.txt").cells}
    assert cells["t3.unable_not_held.natural_person"].status is CellStatus.INFERRED
    assert cells["t3.carried_out.total"].status is CellStatus.BLANK


def test_the_page_of_a_pdf_stands_in_every_address() -> None:
    cells = [cell for cell in parse("hongze_2023.pdf").cells if cell.value is not None]
    assert all(cell.at is not None and cell.at.startswith("page ") for cell in cells)


def test_a_blank_form_is_a_report_with_all_blank() -> None:
    report = parse("blank_form_2021.docx")
    assert report.is_report
    assert report.report.edition == "2021"
    assert {cell.status for cell in report.cells} == {CellStatus.BLANK}
    assert "blank_table" in {issue.code for issue in report.issues}


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        (
            "yingquan_office_2020.txt",
            {
                "received": 9, "channel_mail": 7, "channel_online": 2, "replied": 9, "normative_docs_disclosed": 9,
                "published": 20000,
            },
        ),
        (
            "shanghai_office_2019.html",
            {
                "accepted": 859, "replied": 805, "carried_in": 18, "carried_out": 72, "granted_or_partial": 258,
                "refused": 35, "unable": 265, "not_handled": 158, "other_handling": 0, "reconsideration": 7,
                "litigation": 9, "accepted_change": Decimal("-12.3"), "granted_or_partial_share": Decimal("33.9"),
                "refused_share": Decimal("4.34"), "unable_share": Decimal("32.9"),
                "not_handled_share": Decimal("19.6"), "normative_docs_disclosed": 60,
            },
        ),
        (
            "shuyang_2025.txt",
            {
                "accepted": 749, "applicant_natural_person": 741, "applicant_legal_person": 8, "processed": 718,
                "carried_out": 31, "disputes": 74, "processing_fee": 380,
            },
        ),
        (
            "shanghai_stc_2024.txt",
            {
                "received": 34, "carried_in": 2, "granted": 9, "partial": 0, "refused": 2, "unable": 10,
                "not_handled": 0, "other_handling": 14, "carried_out": 1, "reconsideration": 1, "litigation": 0,
                "processing_fee": 0,
            },
        ),
    ],
)  # fmt: skip
def test_what_the_prose_states(name: str, claims: dict[str, int | Decimal]) -> None:
    found = parse(name).claims
    assert {claim.measure: claim.value for claim in found} == claims
    assert len(found) == len(claims)
    assert all(claim.quote and claim.at for claim in found)
