"""A night that checks only what changed leaves what a check of everything would: random warehouses, random nights."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from expectations.checks import check_changed, check_reports
from expectations.stale import rules_digest
from tests.expectations.nights import RESULTS, WORDS, Nights, read_results
from tests.expectations.reports import Draft
from warehouse.connection import Connection
from warehouse.load import load_reports


def hold_common_prose(con: Connection) -> int:
    """Every piece of prose on record as nobody's own is that: return how many there are."""
    rows = con.execute(
        "SELECT k.shingle, k.organs, count(DISTINCT h.organ_id) FROM ops.common_prose AS k LEFT JOIN "
        "(SELECT organ_id, unnest(shingles) AS shingle FROM ops.prose) AS h ON h.shingle = k.shingle GROUP BY ALL"
    ).fetchall()
    number = con.execute("SELECT count(*) FROM ops.common_prose").fetchall()[0][0]
    assert number == len(rows) and all(25 < least <= organs for _, least, organs in rows)
    return len(rows)


def rechecked(con: Connection, run_id: str) -> set[tuple[str, int]]:
    rows = con.execute(
        "SELECT DISTINCT r.organ_name, r.year FROM core.fact_check AS c JOIN core.fact_report AS r USING (report_id) "
        "WHERE c.run_id = ?",
        [run_id],
    ).fetchall()
    return set(rows)


@pytest.fixture
def nights(request: pytest.FixtureRequest) -> Iterator[Nights]:
    made = Nights(request.param)
    yield made
    made.con.close()


@pytest.mark.slow
@pytest.mark.parametrize("nights", range(6), indirect=True)
def test_what_changed_alone_gives_what_a_check_of_everything_gives(nights: Nights) -> None:
    nights.begin()
    nights.check_changed()
    common = 0
    for _ in range(4):
        nights.change()
        nights.check_changed()
        common += hold_common_prose(nights.con)
        found, expected = read_results(nights.con), nights.check_afresh()
        for name in RESULTS:
            assert set(found[name]) ^ set(expected[name]) == set(), f"night {nights.day}: {name}"
            assert found[name] == expected[name]
    assert common > 0
    outcomes = set(nights.con.execute("SELECT identity_id, status FROM core.fact_check").fetchall())
    assert {("F-PLAG", "FAIL"), ("T3-FLOW", "FAIL"), ("T3-CARRY", "PASS")} <= outcomes


def test_a_quiet_night_checks_nothing_and_tells_of_everything(con: Connection) -> None:
    load_reports(con, [Draft("示例县财政局", "990101", 2023, "2021").load_item()], "one")
    first = check_changed(con, "one")
    second = check_changed(con, "two")
    assert (first.reports, second.reports) == (1, 0)
    assert first.counts == second.counts
    assert rechecked(con, "two") == set()


def test_a_new_year_checks_that_report_alone(con: Connection) -> None:
    organs = ("示例县财政局", "示例县民政局")
    load_reports(con, [Draft(o, "990101", y, "2021").load_item() for o in organs for y in (2021, 2022)], "one")
    check_changed(con, "one")
    load_reports(con, [Draft(organs[0], "990101", 2023, "2021", lines=["另起炉灶写成的一段话"]).load_item()], "two")
    check_changed(con, "two")
    assert (organs[0], 2023) in rechecked(con, "two")
    assert not any(name == organs[1] for name, _ in rechecked(con, "two"))


def test_other_rules_check_everything_once(con: Connection) -> None:
    load_reports(con, [Draft("示例县财政局", "990101", 2023, "2021").load_item()], "one")
    check_changed(con, "one")
    con.execute("UPDATE ops.definition SET digest = 'of another version' WHERE name = 'checks'")
    assert check_changed(con, "two").reports == 1
    assert check_changed(con, "three").reports == 0
    assert len(rules_digest()) == 24


def test_named_reports_leave_the_others_to_the_next_night(con: Connection) -> None:
    """A report that copies another one makes that one's results stale, though only the copy was asked for."""
    prose = [f"本机关完成{a}与{b}" for a in WORDS for b in WORDS[:3]]
    load_reports(con, [Draft("示例县财政局", "990101", 2023, "2021", lines=prose).load_item()], "one")
    check_changed(con, "one")
    load_reports(con, [Draft("示例县民政局", "990101", 2023, "2021", lines=prose).load_item()], "two")
    ids = con.execute("SELECT report_id FROM core.fact_report WHERE organ_name = '示例县民政局'").fetchall()
    check_reports(con, "two", [ids[0][0]])
    assert rechecked(con, "two") == {("示例县民政局", 2023)}
    check_changed(con, "three")
    assert ("示例县财政局", 2023) in rechecked(con, "three")
