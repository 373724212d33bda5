"""Sums over levels: who is a part of the whole, what a part's blank table says, and which report is likelier wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from expectations.checks import check_reports
from tests.expectations.conftest import Checks, load, read_checks
from tests.expectations.reports import Draft, base_cells
from transform.organs import organ_id
from warehouse.connection import Connection
from warehouse.load import OrganRow, load_organs

REGION = "990101"
CELL = "t3.new_received.total"
WHOLE = Draft("示例县人民政府", REGION, 2023, "2021", kind="government", lines=["本报告综合各部门数据编制"])
PARTS = [Draft(f"示例县{name}局", REGION, 2023, "2021", lines=[f"{name}另述"]) for name in ("财政", "教育", "水利")]
EMPTY = {key: "blank" for key in base_cells("2021") if key.startswith("t3.")}
RULES = ("L-SUM", "L-PART")


def whole(number: int | str) -> Draft:
    """The county's report with its requests received, natural persons making up the difference."""
    if isinstance(number, str):
        return replace(WHOLE, set={CELL: number})
    return replace(WHOLE, set={CELL: number, "t3.new_received.natural_person": number - 4})


def check(con: Connection, drafts: Sequence[Draft], organs: Sequence[OrganRow] = ()) -> Checks:
    load(con, drafts)
    load_organs(con, organs, "test")
    check_reports(con, "test")
    return read_checks(con, drafts[0].organ, 2023)


def organ(name: str, *, since: date | None = None, until: date | None = None) -> OrganRow:
    identifier = organ_id(REGION, name)
    return OrganRow(identifier, REGION, "department", name, (name,), is_expected=True, valid_from=since, valid_to=until)


@pytest.mark.parametrize(
    ("gone", "status"),
    [
        (organ("示例县农机局", until=date(2022, 6, 30)), "PASS"),
        (organ("示例县农机局", until=date(2023, 6, 30)), "PASS"),  # merged during the year: its successor reports
        (organ("示例县数据局", since=date(2024, 1, 1)), "PASS"),
        (organ("示例县数据局", since=date(2023, 12, 1)), "NOT_ASSESSABLE"),
        (organ("示例县档案局"), "NOT_ASSESSABLE"),
    ],
)
def test_an_organ_that_was_not_there_is_no_missing_part(con: Connection, gone: OrganRow, status: str) -> None:
    result = check(con, [whole(42), *PARTS], [gone])["L-SUM", CELL]
    assert result["status"] == status, result


def test_an_organ_that_ended_and_reported_all_the_same_is_a_part(con: Connection) -> None:
    ended = organ(PARTS[2].organ, until=date(2023, 6, 30))
    assert check(con, [whole(42), *PARTS], [ended])["L-SUM", CELL]["status"] == "PASS"


def test_a_blank_table_of_a_part_is_no_table_of_zeros(con: Connection) -> None:
    blank = replace(PARTS[2], set=EMPTY)
    checks = check(con, [whole(28), *PARTS[:2], blank])
    assert checks["L-SUM", CELL]["status"] == "NOT_ASSESSABLE"
    assert checks["L-SUM", CELL]["reason"] == "parts_missing: 1 of 3"
    assert checks["L-SUM", "t4.reconsideration.total"]["status"] == "FAIL"  # 2 against 6: its other tables count
    assert checks["L-PART", CELL]["status"] == "PASS"
    assert checks["L-PART", CELL]["reason"] == "parts_known: 2 of 3"


def test_parts_whose_tables_are_all_blank_are_not_known(con: Connection) -> None:
    checks = check(con, [whole(0), *[replace(part, set=EMPTY) for part in PARTS]])
    for rule in RULES:
        assert checks[rule, CELL]["status"] == "NOT_ASSESSABLE"
        assert checks[rule, CELL]["reason"] == "no_parts_known: 3 expected"


def test_a_part_s_blank_total_over_filled_columns_is_unread(con: Connection) -> None:
    hollow = replace(PARTS[2], set={CELL: "blank"})
    assert check(con, [whole(28), *PARTS[:2], hollow])["L-SUM", CELL]["reason"] == "parts_missing: 1 of 3"


def test_a_blank_of_a_filled_table_counts_as_zero_and_is_counted(con: Connection) -> None:
    key = "t3.carried_in.total"
    row = {k: "blank" for k in base_cells("2021") if k.startswith("t3.carried_in.")}
    county = replace(WHOLE, set={key: 4, "t3.carried_in.natural_person": 4})
    result = check(con, [county, *PARTS[:2], replace(PARTS[2], set=row)])["L-SUM", key]
    assert (result["status"], result["blanks_as_zero"]) == ("PASS", 1)


def test_suits_are_held_against_the_parts_that_were_there(con: Connection) -> None:
    key = "t4.litigation_after_reconsideration.total"
    county = replace(WHOLE, set={key: 2})
    parts = [*PARTS[:2], replace(PARTS[2], set={k: "blank" for k in base_cells("2021") if k.startswith("t4.")})]
    result = check(con, [county, *parts], [organ("示例县农机局", until=date(2022, 6, 30))])["T4-CODEFENDANT", key]
    assert (result["status"], result["reason"]) == ("NOT_ASSESSABLE", "parts_missing: 1 of 3")


@pytest.mark.parametrize(
    ("drafts", "reason"),
    [
        ([replace(WHOLE, set={CELL: 40, "t3.new_received.natural_person": 38}), *PARTS], "likelier_whole: 42"),
        ([whole(45), *PARTS[:2], replace(PARTS[2], set={"t3.new_received.natural_person": 13})],
         "likelier_part: 示例县水利局 14 → 17"),
        ([whole(28), *PARTS[:2], replace(PARTS[2], set={CELL: 9, "t3.new_received.natural_person": 5})],
         "left_out: 示例县水利局 9"),
        ([whole(46), *PARTS[:2], replace(PARTS[2], set={CELL: 9, "t3.new_received.natural_person": 5})],
         "counted_twice: 示例县水利局 9"),
        ([whole(29), *PARTS], "parts_known: 3 of 3"),  # 42 against 29, and nothing says where the error lies
    ],
)  # fmt: skip
def test_the_reason_names_the_likelier_wrong_report(con: Connection, drafts: list[Draft], reason: str) -> None:
    result = check(con, drafts)["L-SUM", CELL]
    assert (result["status"], result["reason"]) == ("FAIL", reason)
