"""Real documents through the reader and every rule: exactly the errors a person finds in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.document import check_document
from expectations.models import DocumentChecks
from transform.models import Hints
from transform.parse import parse_document

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no real documents at {CORPUS}")

ERRORS = {
    "yingquan_office_2020.txt": {("T3-FLOW", "natural_person"), ("T3-FLOW", "total")},
    "hongze_2023.pdf": {("T4-SUM", "reconsideration"), ("T4-SUM", "litigation_after_reconsideration")},
    "pingtan_2020.html": {("T3-RESULT-SUM", "natural_person"), ("T3-RESULT-SUM", "total")},
    "shanghai_office_2019.html": set(),
    "shuyang_drc_2023.html": set(),
    "shanghai_stc_2024.txt": set(),
    "shuyang_2025.txt": set(),
    "pingtan_2014.html": set(),
}


def checked(name: str) -> DocumentChecks:
    path = CORPUS / name
    return check_document(parse_document(path.read_bytes(), Hints(path=str(path))))


@pytest.mark.parametrize("name", ERRORS)
def test_errors_are_those_a_person_finds(name: str) -> None:
    assert {(c.id, c.scope) for c in checked(name).failures if c.severity == "error"} == ERRORS[name]


def test_yingquan_is_nine_against_ten_and_blames_the_carry_over() -> None:
    result = checked("yingquan_office_2020.txt")
    flow = next(c for c in result.checks if (c.id, c.scope) == ("T3-FLOW", "total"))
    assert (flow.left, flow.right, flow.difference) == (9, 10, -1)
    first = {s.cell: (s.value, s.implied) for s in result.suspects if s.rank == 1}
    assert first == {"t3.carried_out.natural_person": (1, 0), "t3.carried_out.total": (1, 0)}
    assert all("已经回复9件" in s.why for s in result.suspects if s.rank == 1)
    assert max(s.rank for s in result.suspects) > 1


def test_hongze_blames_the_totals_first() -> None:
    first = {s.cell: s.implied for s in checked("hongze_2023.pdf").suspects if s.rank == 1}
    assert first == {"t4.reconsideration.total": 11, "t4.litigation_after_reconsideration.total": 5}


def test_shanghai_totals_left_blank_are_told_and_not_failed() -> None:
    result = checked("shanghai_office_2019.html")
    blank = {c.scope: c.left for c in result.checks if c.id == "T3-TOTAL-BLANK" and c.status == "FAIL"}
    assert len(blank) == 11 and blank["granted"] == 272
    total = next(c for c in result.checks if (c.id, c.scope) == ("T3-RESULT-SUM", "total"))
    assert total.status == "NOT_ASSESSABLE"


def test_shanghai_prose_contradicts_its_table() -> None:
    found = {
        (c.id, c.scope): (c.left, c.right) for c in checked("shanghai_office_2019.html").failures if c.id[0] == "X"
    }
    assert found["X-GROUP", "granted_or_partial"] == (258, 275)
    assert ("X-GROUP", "unable") not in found  # 265 is the first leaf, a legitimate reading
    assert ("X-PCT", "unable_share") not in found  # and 32.9 % is its share of 805


def test_an_empty_form_passes_nothing() -> None:
    assert "PASS" not in {c.status for c in checked("blank_form_2021.docx").checks}
