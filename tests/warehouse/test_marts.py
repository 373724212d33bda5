"""Marts: units, rates that refuse to guess, roll-ups, regions of their time, and nightly renewal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from expectations.checks import check_reports
from tests.warehouse.documents import FIRST_NIGHT, make_item, requests
from tests.warehouse.sample import BUREAU, GOVERNMENT, OTHER, RUN, fill_sample
from transform.models import CellStatus
from transform.regions import load_regions
from warehouse.connection import Connection
from warehouse.dictionary import describe_tables, render_dictionary, write_comments
from warehouse.load import OrganRow, load_organs, load_reports
from warehouse.load.dimensions import find_successors
from warehouse.marts import build_marts
from warehouse.marts.measures import compile_terms, load_measures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sample() -> Iterator[Connection]:
    from warehouse.connection import open_memory
    from warehouse.schema import create_schema

    connection = open_memory()
    create_schema(connection)
    fill_sample(connection)
    yield connection
    connection.close()


def rate(con: Connection, organ: str, measure: str, year: int = 2023) -> tuple[float | None, str | None]:
    rows = con.execute(
        "SELECT rate, reason FROM mart.measure JOIN mart.organ USING (organ_id) "
        "WHERE organ_name = ? AND measure = ? AND year = ?",
        [organ, measure, year],
    ).fetchall()
    assert len(rows) == 1
    return rows[0]


def test_one_row_per_current_report(sample: Connection) -> None:
    rows = sample.execute("SELECT organ_name, year, version_count FROM mart.report ORDER BY ALL").fetchall()
    assert len(rows) == 6
    assert (GOVERNMENT, 2023, 2) in rows


def test_money_is_yuan_and_without_a_unit_is_nothing(con: Connection) -> None:
    values = {"t2.gov_procurement.procurement_amount": "251000.5"}
    for number, unit in enumerate(("元", "万元", "")):
        units = {"t2.gov_procurement.procurement_amount": unit} if unit else {}
        load_reports(
            con,
            [
                make_item(
                    year=2019, edition="2019", values=values, units=units, organ=f"示例县第{number}局", body=str(number)
                )
            ],
            RUN,
        )
    build_marts(con, RUN)
    rows = con.execute(
        "SELECT t2_gov_procurement_procurement_amount_yuan FROM mart.report ORDER BY organ_name"
    ).fetchall()
    assert rows == [(Decimal("251000.5"),), (Decimal("2510005000"),), (None,)]


def test_a_failed_identity_makes_the_rate_null_with_its_name(sample: Connection) -> None:
    assert rate(sample, BUREAU, "carry_rate") == (None, "T3-FLOW fails")
    assert rate(sample, GOVERNMENT, "disclosure_rate") == (pytest.approx(70 / 141), None)


def test_blanks_count_as_zero_only_where_an_identity_proves_it(sample: Connection) -> None:
    assert rate(sample, OTHER, "refusal_rate") == (0.0, None)
    assert rate(sample, OTHER, "carry_rate") == (0.0, None)


def test_without_proof_a_blank_leaves_the_rate_open(con: Connection) -> None:
    blank = {**requests(9, 4), "t3.partial.total": CellStatus.BLANK}
    load_reports(con, [make_item(values=blank)], RUN)
    build_marts(con, RUN)
    assert rate(con, GOVERNMENT, "disclosure_rate") == (None, "blank cells, not proved to be 0")
    check_reports(con, RUN)
    assert rate(con, GOVERNMENT, "disclosure_rate") == (pytest.approx(4 / 9), None)


def test_ambiguous_missing_and_zero_denominators(con: Connection) -> None:
    load_reports(con, [make_item(values={"t3.granted.total": CellStatus.AMBIGUOUS})], RUN)
    build_marts(con, RUN)
    assert rate(con, GOVERNMENT, "granted_rate") == (None, "t3.granted.total is ambiguous")
    assert rate(con, GOVERNMENT, "carry_rate") == (None, "the denominator is 0")
    assert rate(con, GOVERNMENT, "requests_per_10k")[0] is None
    assert (
        con.execute(
            "SELECT rate, reports, reports_left_out FROM mart.measure_region WHERE measure = 'granted_rate'"
        ).fetchall()
        == [(None, 0, 1)] * 2
    )


def test_one_printed_row_stands_for_three_leaves(con: Connection) -> None:
    leaves = ("other_overdue_correction", "other_overdue_fee", "other_misc")
    values: dict[str, int | str | CellStatus] = {f"t3.{leaf}.total": CellStatus.MISSING for leaf in leaves}
    item = make_item(values={**requests(10, 4), **values})
    from dataclasses import replace

    from transform.models import Cell

    one_row = Cell("t3.other_handling.total", CellStatus.REPORTED, Decimal(3), "3", "件", (), "table 2")
    load_reports(con, [replace(item, parsed=replace(item.parsed, cells=(*item.parsed.cells, one_row)))], RUN)
    build_marts(con, RUN)
    assert rate(con, GOVERNMENT, "other_handling_rate") == (pytest.approx(0.3), None)


def test_marts_follow_a_new_version_and_are_not_rebuilt_without_need(con: Connection) -> None:
    load_reports(
        con, [make_item(values=requests(9, 4)), make_item(organ=BUREAU, body="b", url="https://x.invalid/b")], "run-1"
    )
    assert build_marts(con, "run-1") == 2
    assert build_marts(con, "run-1") == 0
    load_reports(con, [make_item(values=requests(10, 4), body="c", at=FIRST_NIGHT + timedelta(days=1))], "run-2")
    assert build_marts(con, "run-2") == 1
    assert con.execute(
        "SELECT t3_new_received_total FROM mart.report WHERE organ_name = ?", [GOVERNMENT]
    ).fetchall() == [(10,)]
    assert con.execute("SELECT count(*) FROM mart.report_figure").fetchall() == [(2,)]


def test_a_report_of_2009_joins_the_region_of_its_time_and_the_present_one(con: Connection) -> None:
    items = [
        make_item(organ="淮安市洪泽县人民政府", region="320829", year=year, edition="2021", body=str(year))
        for year in (2009, 2015)
    ]
    load_reports(con, items, RUN)
    build_marts(con, RUN)
    rows = con.execute(
        "SELECT year, region_name, present_region_code, present_region_name, prefecture_name, province_name "
        "FROM mart.report ORDER BY year"
    ).fetchall()
    assert rows == [
        (2009, "洪泽县", "320813", "洪泽区", "淮安市", "江苏省"),
        (2015, "洪泽县", "320813", "洪泽区", "淮安市", "江苏省"),
    ]


def test_a_renamed_region_has_one_name_a_year(con: Connection) -> None:
    names = dict(con.execute("SELECT year, region_name FROM mart.region_year WHERE region_code = '110105'").fetchall())
    assert set(names.values()) == {"朝阳区"}
    (twice,) = con.execute(
        "SELECT count(*) FROM (SELECT 1 FROM mart.region_year GROUP BY region_code, year HAVING count(*) > 1)"
    ).fetchall()
    assert twice == (0,)


def test_merged_counties_have_no_single_successor() -> None:
    successors = find_successors(load_regions())
    assert successors["320829"] == "320813"
    assert "110103" not in successors  # 崇文区 went into 东城区 with that


def test_organs_roll_up_to_prefecture_and_province(con: Connection) -> None:
    organs = [
        OrganRow("a", "320000", "government", "江苏省人民政府", ("江苏省人民政府",)),
        OrganRow("b", "321300", "government", "宿迁市人民政府", ("宿迁市人民政府",)),
        OrganRow("c", "321322", "government", "沭阳县人民政府", ("沭阳县人民政府",)),
        OrganRow("d", "321322", "department", "沭阳县教育局", ("沭阳县教育局",)),
    ]
    load_organs(con, organs, RUN)
    rows = con.execute("SELECT ancestor_id, depth FROM mart.organ_tree WHERE organ_id = 'd' ORDER BY depth").fetchall()
    assert rows == [("d", 0), ("c", 1), ("b", 2), ("a", 3)]


def test_organ_names_over_time(con: Connection) -> None:
    load_organs(con, [OrganRow("x", "990101", "department", "示例县新局", ("示例县新局", "示例县旧局"))], RUN)
    for year, name in ((2021, "示例县旧局"), (2022, "示例县新局")):
        load_reports(con, [make_item(organ=name, year=year, body=str(year), url=f"https://x.invalid/{year}")], RUN)
    assert con.execute("SELECT * FROM mart.organ_name ORDER BY first_year").fetchall() == [
        ("x", "示例县旧局", 2021, 2021, 1),
        ("x", "示例县新局", 2022, 2022, 1),
    ]


def test_every_researched_measure_is_here() -> None:
    researched = ROOT.parent / "shared" / "domain" / "measures.yaml"
    if not researched.exists():
        pytest.skip(f"{researched} is absent")
    codes = {measure["code"] for measure in yaml.safe_load(researched.read_text(encoding="utf-8"))["measures"]}
    file = load_measures()
    ours = {entry.code for entry in (*file.measures, *file.organ_rates)}
    named_otherwise = {"doc_disclosure_rate": "doc_disclosure_rate_2019", "yoy": None}  # yoy: mart.series
    assert {named_otherwise.get(code, code) for code in codes} - {None} <= ours


def test_measure_codes_are_unique_and_terms_exist() -> None:
    file = load_measures()
    codes = [entry.code for entry in (*file.measures, *file.organ_rates, *file.series)]
    assert len(codes) == len(set(codes))
    assert {term.measure for term in compile_terms()} == {entry.code for entry in (*file.measures, *file.series)}
    assert all(series.cells.keys() == series.comparability.keys() for series in file.series)


def test_every_table_and_column_has_words_in_both_languages(con: Connection) -> None:
    write_comments(con)
    for table in describe_tables():
        for column in table.columns:
            assert column.zh and column.en, f"{table.name}.{column.name}"
    assert con.execute(
        "SELECT count(*) FROM duckdb_columns() WHERE schema_name IN ('core', 'mart', 'ops') AND comment IS NULL"
    ).fetchall() == [(0,)]


def test_the_dictionary_page_is_fresh() -> None:
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == render_dictionary()
