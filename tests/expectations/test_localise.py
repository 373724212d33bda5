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
from expectations.evidence import Evidence, claims_evidence, following_evidence
from expectations.explain import Explanation, explain
from expectations.localise import localise_errors
from expectations.programming import larger_sets
from expectations.search import System, middle_sets, small_sets
from tests.expectations.conftest import load
from tests.expectations.generate import SLIPS, Values, consistent_report
from tests.expectations.reports import Draft
from warehouse.connection import Connection

EQUATIONS = [
    e for e in equations_of("2021") if all(key.startswith(("t3.", "t4.")) and "@" not in key for key in e.signs)
]
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


def test_the_year_after_decides_between_equals() -> None:
    values = consistent_report(random.Random(13))
    carried = values["t3.carried_out.natural_person"]
    slip = {"t3.carried_out.natural_person": carried + 4, "t3.carried_out.total": values["t3.carried_out.total"] + 4}
    evidence = following_evidence({"t3.carried_in.natural_person": carried}, "2021", 2024)
    first = explained(values | slip, evidence)[0]
    assert set(first.change) == set(slip)
    assert f"supported by the report on 2024: t3.carried_in.natural_person {carried}" in first.why


def test_prose_that_answers_as_many_as_it_received_leaves_nothing_to_carry() -> None:
    evidence = claims_evidence([("received", 9, "收到9件"), ("replied", 9, "答复9件")], "2021")
    assert evidence[-1].forms == ({"t3.carried_out.total": 1},) and evidence[-1].value == 0


Suspects = dict[int, dict[str, tuple[int | None, int]]]


@pytest.fixture
def suspects(con: Connection) -> Callable[..., tuple[Suspects, list[str]]]:
    """Load drafts, check, localise; the first draft's sets by rank, and the reasons in order."""

    def run(*drafts: Draft) -> tuple[Suspects, list[str]]:
        load(con, drafts)
        check_reports(con, "test")
        localise_errors(con, "test")
        rows = con.execute(
            "SELECT s.rank, s.cell_key, s.value, s.implied_value, s.why FROM core.fact_suspect AS s "
            "JOIN core.fact_report AS r USING (report_id) "
            "WHERE r.organ_name = $organ AND r.year = $year AND r.is_current ORDER BY ALL",
            {"organ": drafts[0].organ, "year": drafts[0].year},
        ).fetchall()
        sets: Suspects = {}
        for rank, key, value, implied, _ in rows:
            sets.setdefault(rank, {})[key] = (None if value is None else int(value), int(implied))
        return sets, list(dict.fromkeys(row[4] for row in rows))

    return run


Found = Callable[..., tuple[Suspects, list[str]]]
PREVIOUS = {"year": 2022, "is_previous": True}


def test_a_bound_of_table_two_names_its_cells(suspects: Found, draft: Build) -> None:
    sets, why = suspects(draft(set={"t2.normative_docs.in_force": 1}))
    assert sets[1] == {"t2.normative_docs.in_force": (1, 2)}
    assert {frozenset(one) for one in sets.values()} == {
        frozenset({f"t2.normative_docs.{column}"}) for column in ("in_force", "issued", "repealed")
    }
    assert why[0].startswith("mends T2-INFORCE-BOUND-NORMATIVE_DOCS report")


def test_the_stock_over_two_years_names_its_cells_and_the_other_report(suspects: Found, draft: Build) -> None:
    sets, why = suspects(
        draft(set={"t2.normative_docs.in_force": 21}), draft(**PREVIOUS)
    )  # 10 + 3 - 1 = 12, so 12 → 21
    assert sets[1] == {"t2.normative_docs.in_force": (21, 12)}
    assert "digits transposed" in why[0]
    assert "or wrong is the report on 2022 (t2.normative_docs.in_force 10 → 19)" in why[0]
    sets, why = suspects(draft(set={"t2.normative_docs.in_force": 120}, seen=2), draft(**PREVIOUS))
    assert sets[1] == {"t2.normative_docs.in_force": (120, 12)} and "a digit too many" in why[0]


def test_a_carry_that_only_the_other_year_breaks_blames_the_other_year(suspects: Found, draft: Build) -> None:
    """The year before contradicts itself: its carried_out is wrong there, and this report's four cells are not."""
    wrong = {"t3.carried_out.natural_person": 5, "t3.carried_out.total": 5}
    sets, why = suspects(draft(), draft(**PREVIOUS, set=wrong))
    assert why and all("likelier wrong is the report on 2022" in line for line in why)
    assert "t3.carried_out.natural_person 5 → 2, t3.carried_out.total 5 → 2" in why[0]
    assert len(sets) <= 3 and all(
        {"t3.carried_in.natural_person", "t3.carried_in.total"} <= set(s) for s in sets.values()
    )


def test_a_carry_that_this_report_breaks_blames_this_report(suspects: Found, draft: Build) -> None:
    wrong = {"t3.carried_in.natural_person": 3, "t3.carried_in.total": 3}
    sets, why = suspects(draft(set=wrong), draft(**PREVIOUS))
    assert sets[1] == {"t3.carried_in.natural_person": (3, 2), "t3.carried_in.total": (3, 2)}
    assert "T3-CARRY total" in why[0] and "likelier wrong" not in why[0]


def test_two_consistent_reports_that_do_not_follow_each_other(suspects: Found, draft: Build) -> None:
    earlier = {
        "t3.carried_out.natural_person": 3, "t3.carried_out.total": 3,
        "t3.new_received.natural_person": 11, "t3.new_received.total": 15,
    }  # fmt: skip
    sets, why = suspects(draft(), draft(**PREVIOUS, set=earlier))
    assert {"t3.carried_in.natural_person": (2, 3), "t3.carried_in.total": (2, 3)}.items() <= sets[1].items()
    assert len(sets[1]) == 4  # the flow has to go on holding
    assert any("or wrong is the report on 2022" in line for line in why)
    assert not any("likelier" in line for line in why)  # four cells there, four here


def test_prose_against_a_consistent_table_blames_the_prose(suspects: Found, draft: Build) -> None:
    claims = [("reconsideration", 3, "行政复议3件")]
    sets, why = suspects(draft(claims=claims))
    assert (
        "mends X-DISPUTE reconsideration" in why[0] and "likelier wrong is the text (reconsideration 3 → 2)" in why[0]
    )
    assert len(sets) <= 3 and all("t4.reconsideration.total" in one for one in sets.values())


def test_prose_is_evidence_where_cells_contradict_each_other(suspects: Found, draft: Build) -> None:
    cells = {"t3.carried_out.natural_person": 3, "t3.carried_out.total": 3}
    sets, why = suspects(draft(set=cells, claims=[("carried_out", 2, "结转下年2件")]))
    assert sets[1] == {"t3.carried_out.natural_person": (3, 2), "t3.carried_out.total": (3, 2)}
    assert "supported by the text: 结转下年2件" in why[0] and "wrong is the text" not in why[0]


def test_the_form_of_2014_is_explained_too(suspects: Found, draft: Build) -> None:
    report = {"year": 2016, "edition": "2014"}
    sets, why = suspects(draft(**report, set={"g1.recv_online": 60}))
    assert sets[1] == {"g1.recv_online": (60, 6)} and "a digit too many" in why[0]
    sets, why = suspects(draft(**report, set={"g1.info_disclosed": 1000}, organ="示例县民政局"))
    assert {"g1.info_disclosed": (1000, 110)} in sets.values()  # no more than the channels together
    sets, _ = suspects(draft(**report, set={"g1.press_conf_by_head": 3}, organ="示例县教育局"))
    assert set(map(frozenset, sets.values())) == {frozenset({"g1.press_conf_by_head"}), frozenset({"g1.press_conf"})}


def test_an_excused_failure_is_not_explained(con: Connection, suspects: Found, draft: Build) -> None:
    suspects(draft(set={"t4.reconsideration.total": 3, "t3.granted.total": 8}))
    con.execute("UPDATE core.fact_check SET status = 'WAIVED' WHERE identity_id = 'T4-SUM' AND status = 'FAIL'")
    localise_errors(con, "again")
    assert {key for (key,) in con.execute("SELECT cell_key FROM core.fact_suspect").fetchall()} == {"t3.granted.total"}


@pytest.mark.parametrize(
    ("changes", "first", "slip"),
    [
        ({"t3.new_received.natural_person": 1}, {"t3.new_received.natural_person": 10}, "a zero missing"),
        ({"t3.total_processed.total": 41}, {"t3.total_processed.total": 14}, "digits transposed"),
        ({"t3.granted.total": 0}, {"t3.granted.total": 9}, "a total not entered"),
        ({"t3.granted.total": 5}, {"t3.granted.total": 9}, "a total not updated"),
        (
            {"t3.granted.natural_person": 4, "t3.granted.commercial_enterprise": 5},
            {"t3.granted.natural_person": 5, "t3.granted.commercial_enterprise": 4},
            "two cells interchanged",
        ),
        (
            {
                "t3.carried_in.natural_person": 4, "t3.carried_in.total": 4, "t3.carried_out.natural_person": 0,
                "t3.carried_out.total": 0, "t3.new_received.natural_person": 14, "t3.new_received.total": 18,
            },
            {
                "t3.carried_in.natural_person": 0, "t3.carried_in.total": 0, "t3.carried_out.natural_person": 4,
                "t3.carried_out.total": 4,
            },
            "carried the wrong way",
        ),
    ],
)  # fmt: skip
def test_typical_slips_are_named(
    suspects: Found, draft: Build, changes: dict[str, int], first: dict[str, int], slip: str
) -> None:
    sets, why = suspects(draft(set=changes))
    place, _ = next((n, s) for n, s in sets.items() if {k: implied for k, (_, implied) in s.items()} == first)
    assert slip in why[place - 1]


def test_three_cells_settled_step_by_step_agree_with_integer_programming() -> None:
    rng = random.Random(17)
    for _ in range(3):
        values = consistent_report(rng)
        wrong = values | {
            "t3.carried_in.natural_person": values["t3.carried_in.natural_person"] + 5,
            "t3.carried_in.total": values["t3.carried_in.total"] + 5,
            "t3.granted.total": values["t3.granted.total"] + 2,
        }
        system = System(EQUATIONS, wrong)
        assert not small_sets(system)
        found = middle_sets(system)
        optimum = larger_sets(system, {}, limit=1)
        assert {len(one) for one in found} == {3} == {len(optimum[0])}
        assert all(not system.residuals(one) for one in found)
        assert dict(optimum[0]) in [dict(one) for one in found]


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
