"""`nianbao demo` and the nights after it, through real Prefect, against what the sample county says it served."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.flows.command import nianbao
from tests.sample_county import ReportTruth, Truth, serve_county

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def truth() -> Iterator[Truth]:
    with serve_county() as county:
        yield county.truth


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the demo ran once."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = nianbao("demo", home=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "transcript.txt").write_text(done.stdout, encoding="utf-8")
    return folder


def ask(home: Path, sql: str) -> list[dict[str, Any]]:
    done = nianbao("sql", sql, "--format", "json", home=home)
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout, parse_float=Decimal)
    return rows


def test_the_demo_ends_in_a_summary(home: Path) -> None:
    transcript = (home / "transcript.txt").read_text(encoding="utf-8")
    index = next(line.split()[-1] for line in transcript.splitlines() if line.startswith("summary"))
    assert "示例县" in Path(index).read_text(encoding="utf-8")
    assert "next: " in transcript


def test_sql_answers(home: Path) -> None:
    counts = ask(home, "select status, count(*) as n from core.fact_check group by all")
    assert {"PASS", "FAIL", "NOT_ASSESSABLE"} <= {row["status"] for row in counts}


def test_every_readable_report_is_there_and_no_other(home: Path, truth: Truth) -> None:
    rows = ask(home, "select organ_name, year from core.fact_report where is_current")
    found = {(row["organ_name"], row["year"]) for row in rows}
    wanted = {(report.organ, report.year) for report in truth.reports() if report.is_readable}
    assert len(rows) == len(found)
    assert found == wanted


def test_every_printed_number_is_read_and_none_is_wrong(home: Path, truth: Truth) -> None:
    sql = (
        "select organ_name, year, cell_key, value, c.status "
        "from core.fact_cell c join core.fact_report using (report_id) "
        "where is_current and c.status <> 'missing'"
    )
    read: dict[tuple[str, int], dict[str, Decimal | None]] = {}
    for row in ask(home, sql):
        value = None if row["value"] is None else Decimal(row["value"])
        read.setdefault((row["organ_name"], row["year"]), {})[row["cell_key"]] = value
    wrong = [problem for report in truth.reports() if report.is_readable for problem in compare(report, read)]
    assert wrong == []


def compare(report: ReportTruth, read: dict[tuple[str, int], dict[str, Decimal | None]]) -> Iterator[str]:
    cells = read.get((report.organ, report.year), {})
    for key in sorted(report.cells.keys() | cells.keys()):
        if key not in report.cells or key not in cells or report.cells[key] != cells[key]:
            printed, value = report.cells.get(key, "no cell"), cells.get(key, "none")
            yield f"{report.organ} {report.year} {key}: {printed} read as {value}"


def test_what_fails_is_what_was_planted_and_nothing_else(home: Path, truth: Truth) -> None:
    """The findings of county.yaml are written by hand. L-COVER follows from who is missing: coverage tells that."""
    planted = {(r.organ, r.year, f.identity, f.scope) for r in truth.reports() if r.is_readable for f in r.findings}
    # 教育局 2023 carries in two more than 2022 carried out: with them its county's parts exceed the whole
    planted.add(("示例县人民政府", 2023, "L-PART", "t3.carried_in.total"))
    rules = ", ".join(sorted(f"'{identity}'" for _, _, identity, _ in planted))
    rows = ask(
        home,
        "select organ_name, year, identity_id, scope from core.fact_check join core.fact_report using (report_id) "
        "where is_current and status = 'FAIL' and identity_id <> 'L-COVER' "
        f"and (severity <> 'info' or identity_id in ({rules}))",
    )
    scoped = {(organ, year, identity) for organ, year, identity, scope in planted if scope == "report"}
    found = {(row["organ_name"], row["year"], row["identity_id"], row["scope"]) for row in rows}
    assert {(*key[:3], "report") if key[:3] in scoped else key for key in found} == planted


def test_coverage_is_what_the_county_did(home: Path, truth: Truth) -> None:
    sql = "select name_zh, year, status from core.fact_coverage join core.dim_organ using (organ_id)"
    found = {(row["name_zh"], row["year"]): row["status"] for row in ask(home, sql)}
    wanted = {(report.organ, report.year): report.coverage for report in truth.reports() if report.year >= 2019}
    assert {key: found.get(key) for key in wanted} == wanted


def test_the_demo_refuses_a_home_with_other_things_in_it(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    done = nianbao("demo", home=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no sample home" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_a_review_names_what_is_wrong_with_it(home: Path) -> None:
    why = ("--verdict", "waived", "--by", "reviewer", "--reason", "mended soon")
    for wrong, words in (
        (("示例县无此局", "2023", "T3-CARRY", "--until", "2099-01-01"), "no organ"),
        (("示例县教育局", "2023", "T3-NONE", "--until", "2099-01-01"), "no rule"),
        (("示例县教育局", "2023", "T3-CARRY"), "needs an end"),
    ):
        done = nianbao("review", *wrong, *why, home=home)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert words in done.stderr
    assert not (home / "reviews.yaml").exists()


def test_a_second_night_adds_no_version_and_says_so(home: Path) -> None:
    before = ask(home, "select count(*) as n from core.fact_report")
    verdict = (
        "--verdict",
        "waived",
        "--until",
        "2099-01-01",
        "--by",
        "reviewer",
        "--reason",
        "a correction is announced",
    )
    assert nianbao("review", "示例县教育局", "2023", "T3-CARRY", *verdict, home=home).returncode == 0
    done = nianbao("nightly", home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("no new version")
    assert ask(home, "select count(*) as n from core.fact_report") == before


def test_the_second_night_applies_the_verdict(home: Path) -> None:
    sql = (
        "select distinct organ_name, year from core.fact_check join core.fact_report using (report_id) "
        "where status = 'WAIVED' and identity_id = 'T3-CARRY'"
    )
    assert ask(home, sql) == [{"organ_name": "示例县教育局", "year": 2023}]


def test_status_tells_both_nights(home: Path) -> None:
    status = json.loads(nianbao("status", "--json", home=home).stdout)
    assert [run["status"] for run in status["runs"]][:2] == ["unchanged", "published"]
    assert status["published"]["unchanged"] > 0


def test_the_night_after_brings_the_corrections(home: Path, truth: Truth) -> None:
    config = home / "nianbao.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("night = 1", "night = 2"), encoding="utf-8")
    done = nianbao("nightly", "--json", home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    recap = json.loads(done.stdout)
    corrected = [
        now
        for before, now in zip(truth.reports(1), truth.reports(2), strict=True)
        if before.is_readable and now.is_readable and before.cells != now.cells
    ]
    assert corrected
    assert recap["changed"] >= len(corrected)
    for report in corrected:
        rows = ask(
            home,
            "select is_current from core.fact_report "
            f"where organ_name = '{report.organ}' and year = {report.year} order by first_seen",
        )
        assert [row["is_current"] for row in rows] == [False, True]


def test_the_archive_gives_the_same_warehouse(home: Path) -> None:
    sql = (
        "select report_id, organ_id, year, edition, title, published_on, first_seen, last_seen, superseded_by, "
        "is_current from core.fact_report order by all"
    )
    cells = "select report_id, cell_key, value, status, raw_text from core.fact_cell order by all"
    before = ask(home, sql), ask(home, cells)
    shutil.rmtree(home / "warehouse")
    done = nianbao("backfill", "--years", "2008-2025", "--from-archive", "--json", home=home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] > 100
    assert (ask(home, sql), ask(home, cells)) == before
    counted = ask(
        home,
        "with counted as (select report_id, count(value) as figures, count(*) filter (status <> 'missing') as cells, "
        "count(*) as rows_held, max(run_id) as run_id from core.fact_cell group by report_id) "
        "select (select count(*) from ops.cell_count) as kept, count(*) as reports, count(k.report_id) as alike "
        "from counted as c left join ops.cell_count as k using (report_id, figures, cells, rows_held, run_id)",
    )[0]
    assert counted["kept"] == counted["reports"] == counted["alike"] > 100
