"""Every worked question (docs/worked-questions.md) runs as written and gives the answer the sample has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.warehouse.sample import BUREAU, GOVERNMENT, OTHER, publish_sample
from warehouse.query import run_query
from warehouse.questions import SAMPLE_SCOPE, Scope, find_scope, load_questions
from warehouse.store import Store


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(tmp_path_factory.mktemp("sample"))
    publish_sample(store)
    yield store


def ask(store: Store, number: int) -> list[dict[str, Any]]:
    (sql,) = (question.sql_about(SAMPLE_SCOPE) for question in load_questions() if question.number == number)
    result = run_query(store, sql)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows()]


def test_there_are_ten_questions() -> None:
    assert [question.number for question in load_questions()] == list(range(1, 11))


def test_questions_are_about_what_the_warehouse_holds(sample: Store) -> None:
    assert find_scope(sample) == Scope(2023, "9901", GOVERNMENT)


def test_1_who_is_late_or_missing(sample: Store) -> None:
    rows = ask(sample, 1)
    assert [(row["organ_name"], row["status"], row["days_late"]) for row in rows] == [
        (BUREAU, "late", 4),
        (OTHER, "missing", None),
    ]


def test_2_counties_compare(sample: Store) -> None:
    rows = {row["region_code"]: row for row in ask(sample, 2)}
    assert (rows["990101"]["expected"], rows["990101"]["on_time"], rows["990101"]["with_errors"]) == (2, 1, 1)
    assert rows["990101"]["on_time_percent"] == 50.0
    assert rows["990102"]["missing"] == 1
    assert all(row["is_small_sample"] for row in rows.values())


def test_3_contradictions_show_both_sides(sample: Store) -> None:
    rows = ask(sample, 3)
    assert {
        (row["organ_name"], row["identity_id"], row["scope"], row["left_value"], row["right_value"]) for row in rows
    } == {
        (BUREAU, "T3-FLOW", "natural_person", 9, 10),
        (BUREAU, "T3-FLOW", "total", 9, 10),
    }


def test_4_series_do_not_bridge_the_break(sample: Store) -> None:
    rows = {(row["organ_name"], row["year"]): row for row in ask(sample, 4)}
    government = [rows[GOVERNMENT, year] for year in (2018, 2019, 2022, 2023)]
    assert [row["received"] for row in government] == [80, 100, 120, 141]
    assert [row["comparability"] for row in government] == ["approximate", "exact", "exact", "exact"]
    assert [row["change_percent"] for row in government] == [None, None, None, 17.5]


def test_5_rates_are_sums_over_sums(sample: Store) -> None:
    rows = {(row["region_code"], row["year"]): row for row in ask(sample, 5)}
    assert (rows["990101", 2023]["numerator"], rows["990101", 2023]["denominator"]) == (70, 141)
    assert rows["990101", 2023]["percent"] == 49.65
    # all other cells of the other county are blank; the passing sum proves that they are 0
    assert (rows["990102", 2023]["numerator"], rows["990102", 2023]["denominator"]) == (20, 50)


def test_6_outcomes_by_applicant(sample: Store) -> None:
    rows = {(row["applicant_label"], row["outcome_group"]): row for row in ask(sample, 6)}
    assert rows["自然人", "granted"]["requests"] == 70 + 4 + 20
    assert rows["自然人", "unable"]["requests"] == 71 + 6 + 30
    assert rows["商业企业", "granted"]["cells_not_read"] == 1  # blank in the other county: not 0


def test_7_corrected_decisions(sample: Store) -> None:
    rows = ask(sample, 7)
    assert {(row["organ_name"], row["corrected"], row["closed"], row["percent"]) for row in rows} == {
        (GOVERNMENT, 2, 8, 25.0),
        (OTHER, 2, None, None),  # 其他结果 is blank there
    }


def test_8_silent_corrections_cell_by_cell(sample: Store) -> None:
    rows = {row["cell_key"]: row for row in ask(sample, 8)}
    assert rows["t3.new_received.total"]["change"] == 1
    assert rows["t3.unable_not_held.natural_person"]["new_value"] == 71
    assert {row["organ_name"] for row in rows.values()} == {GOVERNMENT}
    assert "t3.granted.total" not in rows


def test_9_documents_in_force(sample: Store) -> None:
    (row,) = ask(sample, 9)
    assert (row["before"], row["issued"], row["repealed"], row["in_force"], row["unexplained"]) == (40, 3, 0, 45, 2)


def test_10_a_number_leads_to_its_bytes(sample: Store) -> None:
    (row,) = ask(sample, 10)
    assert (row["value"], row["status"], row["raw_text"]) == (141, "reported", "141")
    assert len(row["capture_sha256"]) == 64
