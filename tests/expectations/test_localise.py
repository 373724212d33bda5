"""Error localisation finds what was planted, quickly, and never touches a fact."""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable

import pytest

from expectations.checks import check_reports
from expectations.equations import equations_of
from expectations.evidence import Evidence, claims_evidence, neighbour_evidence
from expectations.explain import Explanation, explain
from expectations.localise import localise_errors
from expectations.search import System, larger_sets, small_sets
from tests.expectations.conftest import load
from tests.expectations.generate import SLIPS, Values, consistent_report
from tests.expectations.reports import Draft
from warehouse.connection import Connection

EQUATIONS = equations_of("2021")
Build = Callable[..., Draft]


def explained(values: Values, evidence: list[Evidence] | None = None) -> list[Explanation]:
    return explain(EQUATIONS, values, frozenset(), evidence or [])


def changes(found: list[Explanation]) -> list[dict[str, int]]:
    return [dict(one.change) for one in found]


@pytest.fixture(scope="module")
def planted() -> dict[str, Counter[str]]:
    """A thousand consistent reports with one slip each: how often it was visible, first, listed, and in what time."""
    rng = random.Random(20211)
    counts = {name: Counter[str]() for name in SLIPS}
    milliseconds = []
    for number in range(1000):
        name = list(SLIPS)[number % len(SLIPS)]
        values = consistent_report(rng)
        slip = SLIPS[name](values, rng)
        wrong = values | slip
        if not System(EQUATIONS, wrong).residuals():
            continue
        start = time.perf_counter()
        found = changes(explained(wrong))
        milliseconds.append(1000 * (time.perf_counter() - start))
        counts[name]["visible"] += 1
        counts[name]["first"] += bool(found) and bool(slip.keys() & found[0].keys())
        counts[name]["listed"] += any(slip.keys() & one.keys() for one in found)
    counts["time"] = Counter(median=round(statistics.median(milliseconds), 3))
    print({name: dict(count) for name, count in counts.items()})
    return counts


def total(planted: dict[str, Counter[str]], what: str) -> int:
    return sum(planted[name][what] for name in SLIPS)


def test_the_planted_cell_is_in_the_first_set_nineteen_times_in_twenty(planted: dict[str, Counter[str]]) -> None:
    assert total(planted, "visible") >= 900
    assert total(planted, "first") >= 0.95 * total(planted, "visible")


def test_the_planted_cell_is_listed_ninety_nine_times_in_a_hundred(planted: dict[str, Counter[str]]) -> None:
    assert total(planted, "listed") >= 0.99 * total(planted, "visible")


def test_a_report_is_explained_within_fifty_milliseconds(planted: dict[str, Counter[str]]) -> None:
    assert planted["time"]["median"] < 50


def test_consistent_reports_need_no_explanation() -> None:
    rng = random.Random(7)
    assert all(explained(consistent_report(rng)) == [] for _ in range(200))


def test_every_listed_set_mends_every_identity_and_is_minimal() -> None:
    rng = random.Random(11)
    for slip in list(SLIPS.values()) * 20:
        values = consistent_report(rng)
        wrong = values | slip(values, rng)
        for one in explained(wrong):
            assert not System(EQUATIONS, wrong).residuals(one.change)
            assert all(value >= 0 for value in one.change.values())
            for key in one.change:
                rest = {k: v for k, v in one.change.items() if k != key}
                assert System(EQUATIONS, wrong).residuals(rest)


def test_pairs_agree_with_integer_programming() -> None:
    """Two ways to the same optimum: elimination, and HiGHS."""
    rng = random.Random(5)
    compared = 0
    while compared < 3:
        values = consistent_report(rng)
        wrong = values | SLIPS["swapped neighbours"](values, rng)
        small = small_sets(System(EQUATIONS, wrong))
        if small:
            optimum = larger_sets(System(EQUATIONS, wrong), {}, limit=1)
            assert optimum and min(map(len, small)) == len(optimum[0])
            compared += 1


def test_three_wrong_cells_are_found_by_integer_programming() -> None:
    values = consistent_report(random.Random(3))
    wrong = values | {
        "t3.granted.natural_person": values["t3.granted.natural_person"] + 5,
        "t3.partial.commercial_enterprise": values["t3.partial.commercial_enterprise"] + 7,
        "t3.carried_out.legal_service_org": values["t3.carried_out.legal_service_org"] + 11,
    }
    assert {frozenset(one) for one in changes(explained(wrong))} >= {
        frozenset(("t3.granted.natural_person", "t3.partial.commercial_enterprise", "t3.carried_out.legal_service_org"))
    }


def test_two_tables_are_explained_together() -> None:
    values = consistent_report(random.Random(9))
    wrong = values | {
        "t3.granted.natural_person": values["t3.granted.natural_person"] + 1,
        "t4.reconsideration.total": 99,
    }
    found = [set(one) for one in changes(explained(wrong))]
    assert {"t3.granted.natural_person", "t4.reconsideration.total"} in found
    assert all("t3.granted.natural_person" in one for one in found)


def test_neighbouring_years_decide_between_equals() -> None:
    values = consistent_report(random.Random(13))
    carried = values["t3.carried_in.natural_person"] + 4
    slip = {"t3.carried_in.natural_person": carried, "t3.carried_in.total": values["t3.carried_in.total"] + 4}
    evidence = neighbour_evidence({"natural_person": values["t3.carried_in.natural_person"]}, {}, 2022)
    first = explained(values | slip, evidence)[0]
    assert set(first.change) == set(slip)
    assert "the report on 2022 carried out" in first.why


def test_prose_that_answers_as_many_as_it_received_leaves_nothing_to_carry() -> None:
    evidence = claims_evidence([("received", 9, "收到9件"), ("replied", 9, "答复9件")])
    assert evidence[-1].forms == (("t3.carried_out.total",),) and evidence[-1].value == 0


def test_suspects_are_written_with_ranks_and_no_fact_changes(con: Connection, draft: Build) -> None:
    load(con, [draft(set={"t3.granted.natural_person": 7}), draft(organ="示例县民政局")])
    cells = con.execute("FROM core.fact_cell ORDER BY ALL").fetchall()
    check_reports(con, "test")
    assert localise_errors(con, "test") == 1
    rows = con.execute("SELECT rank, cell_key, value, implied_value FROM core.fact_suspect").fetchall()
    assert [(rank, key, int(value), int(implied)) for rank, key, value, implied in rows] == [
        (1, "t3.granted.natural_person", 7, 5)
    ]
    assert con.execute("FROM core.fact_cell ORDER BY ALL").fetchall() == cells
    assert localise_errors(con, "again") == 1
    assert len(con.execute("FROM core.fact_suspect").fetchall()) == 1
