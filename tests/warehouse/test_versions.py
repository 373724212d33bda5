"""A report's contents over time: what is new, what supersedes what, what a parser upgrade moves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.warehouse.documents import FIRST_NIGHT, ORGAN, make_item, requests
from transform.models import CellStatus, Issue, Severity
from transform.organs import organ_id
from warehouse.connection import Connection
from warehouse.load import identify_report, load_reports
from warehouse.models import LoadResult

NIGHT = timedelta(days=1)


def snapshot(con: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of facts, dimensions and issues."""
    tables = con.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name IN ('core', 'ops')"
    ).fetchall()
    return {name: sorted(con.execute(f"FROM {name}").fetchall(), key=repr) for (name,) in tables}


def versions(con: Connection) -> list[tuple[object, ...]]:
    return con.execute(
        "SELECT body_sha256, is_current, superseded_by, first_seen, last_seen FROM core.fact_report ORDER BY first_seen"
    ).fetchall()


def current_value(con: Connection, cell_key: str) -> Decimal | None:
    rows = con.execute(
        "SELECT value FROM core.fact_cell JOIN core.fact_report USING (report_id) WHERE is_current AND cell_key = ?",
        [cell_key],
    ).fetchall()
    assert len(rows) == 1
    value: Decimal | None = rows[0][0]
    return value


def test_loading_the_same_capture_twice_changes_nothing(con: Connection) -> None:
    items = [
        make_item(values=requests(9, 4)),
        make_item(organ="示例县教育局", url="https://example.invalid/e", body="e"),
    ]
    assert load_reports(con, items, "run-1") == LoadResult(new=2)
    before = snapshot(con)
    assert load_reports(con, items, "run-2") == LoadResult(unchanged=2)
    assert snapshot(con) == before


def test_the_same_content_on_a_later_night_moves_last_seen_only(con: Connection) -> None:
    load_reports(con, [make_item()], "run-1")
    before = snapshot(con)
    load_reports(con, [make_item(at=FIRST_NIGHT + NIGHT)], "run-2")
    after = snapshot(con)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"core.fact_report", "core.fact_sighting", "core.dim_capture"}
    assert con.execute("SELECT first_seen, last_seen, run_id FROM core.fact_report").fetchall() == [
        (FIRST_NIGHT, FIRST_NIGHT + NIGHT, "run-1")
    ]


def test_changed_content_is_a_new_version_and_the_old_one_stays(con: Connection) -> None:
    load_reports(con, [make_item(values=requests(9, 4))], "run-1")
    result = load_reports(con, [make_item(values=requests(10, 4), body="corrected", at=FIRST_NIGHT + NIGHT)], "run-2")
    assert (result.new, result.changed, result.unchanged) == (0, 1, 0)
    (_, old_is_current, superseded_by, *_), (_, new_is_current, none, *_) = versions(con)
    assert (old_is_current, new_is_current, none) == (False, True, None)
    assert superseded_by == con.execute("SELECT report_id FROM core.fact_report WHERE is_current").fetchall()[0][0]
    assert current_value(con, "t3.new_received.total") == 10
    assert con.execute("SELECT count(*) FROM core.fact_cell").fetchall() == [(400,)]


def test_the_order_of_versions_is_that_of_fetching_not_of_loading(con: Connection) -> None:
    late = make_item(values=requests(10, 4), body="corrected", at=FIRST_NIGHT + NIGHT)
    early = make_item(values=requests(9, 4))
    load_reports(con, [late], "run-1")
    load_reports(con, [early], "run-2")
    assert current_value(con, "t3.new_received.total") == 10
    assert [row[1] for row in versions(con)] == [False, True]


def test_an_organ_that_goes_back_to_its_first_text_makes_that_current_again(con: Connection) -> None:
    first, second = (
        make_item(values=requests(9, 4)),
        make_item(values=requests(10, 4), body="b", at=FIRST_NIGHT + NIGHT),
    )
    load_reports(con, [first, second], "run-1")
    again = make_item(values=requests(9, 4), at=FIRST_NIGHT + 2 * NIGHT)
    assert load_reports(con, [again], "run-2") == LoadResult(unchanged=1)
    assert current_value(con, "t3.new_received.total") == 9
    assert con.execute("SELECT count(*) FROM core.fact_report WHERE is_current").fetchall() == [(1,)]


def test_two_pages_with_different_contents_do_not_take_turns(con: Connection) -> None:
    for night in range(3):
        at = FIRST_NIGHT + night * NIGHT
        one = make_item(values=requests(9, 4), url="https://example.invalid/one", at=at)
        other = make_item(
            values=requests(10, 4), url="https://example.invalid/other", body="b", at=at + timedelta(minutes=1)
        )
        load_reports(con, [one], f"run-{night}-a")
        load_reports(con, [other], f"run-{night}-b")
        load_reports(con, [one], f"run-{night}-c")
        assert current_value(con, "t3.new_received.total") == 10


def test_the_same_content_at_two_addresses_is_one_version(con: Connection) -> None:
    items = [make_item(url=f"https://example.invalid/{name}") for name in ("a", "b")]
    assert load_reports(con, items, "run-1").new == 1
    assert con.execute("SELECT count(*), count(DISTINCT report_id) FROM core.fact_sighting").fetchall() == [(2, 1)]
    assert con.execute("SELECT count(*) FROM core.fact_cell").fetchall() == [(200,)]


def test_report_id_is_what_the_documentation_says(con: Connection) -> None:
    item = make_item()
    load_reports(con, [item], "run-1")
    expected = identify_report(organ_id("990101", ORGAN), 2023, item.parsed.body_sha256)
    assert con.execute("SELECT report_id FROM core.fact_report").fetchall() == [(expected,)]
    assert len(expected) == 24


def test_a_newer_parser_replaces_cells_and_says_what_moved(con: Connection) -> None:
    load_reports(con, [make_item(values={"t3.granted.total": CellStatus.AMBIGUOUS})], "run-1")
    result = load_reports(con, [make_item(values={"t3.granted.total": 4}, parser_version="2")], "run-2")
    assert (result.unchanged, result.reparsed, result.moved_cells) == (1, 1, 1)
    assert con.execute("SELECT * EXCLUDE (report_id) FROM ops.parser_move").fetchall() == [
        ("t3.granted.total", None, "ambiguous", Decimal(4), "reported", "1", "2", "run-2")
    ]
    assert current_value(con, "t3.granted.total") == 4
    assert con.execute("SELECT DISTINCT run_id FROM core.fact_cell").fetchall() == [("run-2",)]


def test_a_parser_that_reads_another_year_moves_the_version_instead_of_adding_one(con: Connection) -> None:
    load_reports(con, [make_item(year=2022)], "run-1")
    result = load_reports(con, [make_item(year=2023, parser_version="2")], "run-2")
    assert (result.new, result.withdrawn_versions) == (1, 1)
    assert con.execute("SELECT year, is_current FROM core.fact_report").fetchall() == [(2023, True)]
    assert con.execute("SELECT count(*) FROM core.fact_cell").fetchall() == [(200,)]


def test_a_capture_that_turns_out_to_be_no_report_withdraws_its_version(con: Connection) -> None:
    load_reports(con, [make_item()], "run-1")
    result = load_reports(con, [make_item(is_report=False, parser_version="2")], "run-2")
    assert (result.not_reports, result.withdrawn_versions) == (1, 1)
    for table in ("core.fact_report", "core.fact_cell", "core.fact_sighting"):
        assert con.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)]


def test_documents_without_organ_or_year_are_quarantined_until_they_say(con: Connection) -> None:
    issue = Issue("no-organ", Severity.ERROR, "没有机关", "no organ")
    result = load_reports(con, [make_item(organ=None, issues=(issue,))], "run-1")
    assert (result.new, result.unidentified) == (0, 1)
    assert con.execute("SELECT reason FROM ops.quarantine").fetchall() == [("the report does not say its organ_name",)]
    assert con.execute("SELECT code, report_id FROM ops.issue").fetchall() == [("no-organ", None)]
    assert load_reports(con, [make_item(parser_version="2")], "run-2").new == 1
    assert con.execute("SELECT count(*) FROM ops.quarantine").fetchall() == [(0,)]
    assert con.execute("SELECT count(*) FROM ops.issue").fetchall() == [(0,)]


def test_a_thin_republication_is_held_back_for_a_week(con: Connection) -> None:
    missing = CellStatus.MISSING
    thin = {"default": missing, "values": {"t3.granted.total": 4}, "body": "thin"}
    load_reports(con, [make_item(values=requests(9, 4))], "run-1")
    load_reports(con, [make_item(at=FIRST_NIGHT + NIGHT, **thin)], "run-2")
    assert current_value(con, "t3.new_received.total") == 9
    (held,) = con.execute("SELECT organ_id, reason FROM ops.quarantine").fetchall()
    assert held == (
        organ_id("990101", ORGAN),
        "199 of 200 cells of 2023 are gone from the page; the earlier version stays current",
    )
    assert con.execute("SELECT is_stale FROM mart.report").fetchall() == [(True,)]
    load_reports(con, [make_item(at=FIRST_NIGHT + 8 * NIGHT, **thin)], "run-3")
    assert current_value(con, "t3.new_received.total") is None
    assert con.execute("SELECT count(*) FROM ops.quarantine").fetchall() == [(0,)]


def test_a_number_too_large_to_store_is_named_and_never_rounded(con: Connection) -> None:
    load_reports(
        con, [make_item(values={"t2.admin_fees.fee_amount": "0.1234567", "t3.granted.total": "1234567890123"})], "run-1"
    )
    rows = con.execute(
        "SELECT cell_key, value, status, raw_text FROM core.fact_cell WHERE status <> 'reported' ORDER BY cell_key"
    ).fetchall()
    assert rows == [
        ("t2.admin_fees.fee_amount", None, "unreadable", "0.1234567"),
        ("t3.granted.total", None, "unreadable", "1234567890123"),
    ]
    assert con.execute("SELECT DISTINCT code FROM ops.issue").fetchall() == [("value-out-of-range",)]


@pytest.mark.parametrize("name", ["示例县农业局", "示例县农业机械局"])
def test_organs_with_similar_names_stay_apart(con: Connection, name: str) -> None:
    other = {"示例县农业局": "示例县农业机械局", "示例县农业机械局": "示例县农业局"}[name]
    load_reports(con, [make_item(organ=name)], "run-1")
    assert load_reports(con, [make_item(organ=other, body="b", url="https://example.invalid/b")], "run-2").new == 1


def test_timeliness_has_the_first_date_and_values_the_last_version(con: Connection) -> None:
    load_reports(con, [make_item(values=requests(9, 4), published_on=date(2024, 1, 20))], "run-1")
    later = make_item(values=requests(10, 4), body="b", published_on=date(2024, 5, 1), at=FIRST_NIGHT + NIGHT)
    load_reports(con, [later], "run-2")
    assert con.execute("SELECT first_published_on, published_on, version_count FROM mart.report").fetchall() == [
        (date(2024, 1, 20), date(2024, 5, 1), 2)
    ]
