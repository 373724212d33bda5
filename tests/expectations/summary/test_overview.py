"""The overview says who published, who did not, and what does not add up."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from expectations.summary import write_summary
from expectations.summary.findings import coverage_severity
from expectations.summary.measures import count_compliance
from expectations.summary.sentences import due_in_words
from expectations.summary.snapshot import read_snapshot
from expectations.summary.wording import Words
from tests.expectations.summary.builder import (
    RUN,
    FakeReport,
    add_coverage,
    add_reports,
    finish,
    insert,
    open_county,
    organ_row,
)
from tests.expectations.summary.conftest import AS_OF, EDUCATION, POLICE, TOWN
from tests.expectations.summary.pages import only, open_page, words
from warehouse.connection import Connection


def _cards(path: Path) -> dict[str, str]:
    cards = open_page(path).css(".cards li")
    return {words(card.css_first(".k")): words(card.css_first(".n")) for card in cards}


def test_headline_numbers_of_the_latest_year(folder: Path) -> None:
    assert _cards(folder / "index.html") == {
        "应公布": "3", "按时公布": "0", "逾期公布": "1", "未公布": "1",
        "网站拦截": "0", "其他情形": "1", "有勾稽错误": "1",
    }  # fmt: skip


def test_heat_map_shows_publication_and_identities_in_one_tile(folder: Path) -> None:
    page = open_page(folder / "index.html")
    tile = only(page, f'.heat a[href="organs/{EDUCATION}.html#y2022"]')
    assert "s-on_time" in (tile.attributes["class"] or "")
    assert words(tile.css_first(".m-fail")) == "1"
    assert tile.attributes["title"] == "示例县教育局 2022 · 按时公布 · 1 项勾稽错误"
    missing = only(page, f'.heat a[href="organs/{TOWN}.html#y2024"]')
    assert missing.css_first('use[href="#i-missing"]') is not None
    assert missing.css_first(".mark") is None


def test_a_failed_identity_in_words_with_both_sides(folder: Path) -> None:
    sentences = [words(node) for node in open_page(folder / "findings.html").css(".finds a")]
    assert "示例县教育局 2022：新收 9 + 上年结转 0 ≠ 办理结果 9 + 结转下年 1（自然人、总计），差 −1" in sentences
    assert "示例县青山镇人民政府 2024：未见公布，期限 2025-01-31，顺延至 2025-02-01" in sentences
    assert "示例县公安局 2024：2025-02-24 公布，逾期 24 天（期限 2025-01-31，顺延至 2025-02-01）" in sentences
    english = [words(node) for node in open_page(folder / "findings.en.html").css(".finds a")]
    flow = (
        "示例县教育局 2022: New requests 9 + Carried in 0 ≠ Total handled 9 + Carried over 1 (Natural persons, Total)"
    )
    assert f"{flow}, difference −1" in english


def test_terms_of_one_row_are_named_by_their_columns(tmp_path: Path) -> None:
    con = open_county()
    insert(con, "core.dim_organ", [organ_row("a", "示例县甲局")])
    changes = {"t4.reconsideration.upheld": 2, "t4.reconsideration.total": 3, "t2.normative_docs.repealed": 5}
    stock = {"t2.normative_docs.issued": 1, "t2.normative_docs.in_force": 9}
    before = FakeReport("a", 2022, changes={"t2.normative_docs.in_force": 12, "t2.normative_docs.issued": 12})
    add_reports(con, [before, FakeReport("a", 2023, changes=changes | stock)])
    index = write_summary(finish(con), tmp_path / "summary", as_of=AS_OF)
    sentences = {words(node) for node in open_page(index.parent / "findings.html").css(".finds a")}
    sum_of_four = "结果维持 2 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 ≠ 总计 3（行政复议），差 −1"
    assert f"示例县甲局 2023：{sum_of_four}" in sentences
    roll = "现行有效 9 ≠ 上年度报告的现行有效 12 + 制发 1 − 废止 5，差 1"
    assert f"示例县甲局 2023：{roll}" in sentences


def test_a_date_that_only_policy_sets_or_a_kept_working_day_weighs_less(county: Connection) -> None:
    missing = read_snapshot(county).coverage[TOWN, 2024]
    late = read_snapshot(county).coverage[POLICE, 2024]
    assert [coverage_severity(one) for one in (missing, late)] == ["error", "warning"]
    assert coverage_severity(missing._replace(is_statutory=False)) == "warning"
    assert coverage_severity(late._replace(is_statutory=False)) == "info"
    assert coverage_severity(late._replace(is_late_after_grace=False)) == "info"
    assert "按政策时限" in due_in_words(missing._replace(is_statutory=False), Words("zh"))


def test_errors_stand_before_warnings_and_notes(folder: Path) -> None:
    tags = [
        (node.attributes["class"] or "").split()[-1] for node in open_page(folder / "findings.html").css(".finds .tag")
    ]
    assert tags == sorted(tags, key=["error", "warning", "info"].index)
    assert {"error", "warning", "info"} <= set(tags)


def test_compliance_is_sums_over_sums_and_never_a_rate_over_zero(county: Connection) -> None:
    snapshot = read_snapshot(county)
    everything = count_compliance(snapshot, [EDUCATION, POLICE, TOWN], snapshot.years)
    assert (everything.expected, everything.by_status["on_time"], everything.errors) == (5, 3, 2)
    assert everything.on_time_rate == 3 / 5
    nothing = count_compliance(snapshot, [EDUCATION], [1999])
    assert nothing.on_time_rate is None
    assert nothing.consistency_rate is None


def test_charts_count_only_reports_whose_figures_hold(folder: Path, county: Connection) -> None:
    outcomes = {(row.year, row.outcome): row.requests for row in read_snapshot(county).outcomes}
    assert outcomes[2022, "granted"] == 8
    assert outcomes[2022, "partial"] == 1
    captions = [words(node) for node in open_page(folder / "index.html").css("figcaption")]
    assert captions == ["各年度公布情况（份）", "各年度申请数量（件）", "办理结果构成（%）"]
    assert len(open_page(folder / "index.html").css("figure svg")) == 3


def test_an_empty_warehouse_still_gives_a_page(tmp_path: Path) -> None:
    con = open_county()
    index = write_summary(con, tmp_path / "summary", as_of=AS_OF)
    assert "没有发现问题" in open_page(index).text()


def test_many_organs_are_shown_by_county(tmp_path: Path) -> None:
    con = open_county()
    organs = [f"o{number}" for number in range(81)]
    insert(con, "core.dim_organ", [organ_row(organ, f"示例县第{organ}局") for organ in organs])
    add_coverage(
        con, [(organ, 2024, "on_time", date(2025, 1, 9)) for organ in organs[1:]] + [("o0", 2024, "blocked", None)]
    )
    index = write_summary(con, tmp_path / "summary", as_of=AS_OF)
    tile = only(open_page(index), ".heat a.tile")
    assert words(tile.css_first(".frac")) == "80/81"
    assert "s-blocked" in (tile.attributes["class"] or "")
    assert len(open_page(index.parent / "regions" / "990101.html").css(".heat a.tile")) == 81


def test_a_region_no_list_knows_bears_the_name_of_its_government(tmp_path: Path) -> None:
    con = open_county()
    organs = [organ_row("g", "示范县人民政府", "government", "990177"), organ_row("d", "示范县教育局", region="990177")]
    insert(con, "core.dim_organ", [*organs, organ_row("x", "示范乡财政所", region="990188")])
    index = write_summary(con, tmp_path / "summary", as_of=AS_OF)
    assert [words(node) for node in open_page(index).css(".heat .county")] == ["示范县", "990188"]


def test_reports_nobody_expected_are_shown_as_such(tmp_path: Path) -> None:
    con = open_county()
    insert(con, "core.dim_organ", [organ_row("a", "示例县甲局")])
    add_reports(con, [FakeReport("a", 2023, changes={"t4.reconsideration.total": 1})])
    index = write_summary(finish(con), tmp_path / "summary", as_of=AS_OF)
    assert _cards(index) == {"报告": "1", "有勾稽错误": "1"}
    tile = only(open_page(index), ".heat a.tile")
    assert "s-extra" in (tile.attributes["class"] or "")
    assert tile.attributes["title"] == "示例县甲局 2023 · 有报告，未列入应公布名单 · 1 项勾稽错误"


def test_last_run_and_date_are_named(folder: Path) -> None:
    foot = words(open_page(folder / "index.html").css_first(".foot"))
    assert "数据截至 2026-02-11" in foot
    assert "2026-02-11 02:30" in foot  # 18:30 UTC in Asia/Shanghai
    assert RUN in foot


def test_pages_of_organs_that_are_gone_are_removed(tmp_path: Path) -> None:
    con = open_county()
    insert(con, "core.dim_organ", [organ_row("stays", "示例县甲局"), organ_row("goes", "示例县乙局")])
    add_coverage(con, [("stays", 2024, "missing", None), ("goes", 2024, "missing", None)])
    folder = write_summary(con, tmp_path / "summary", as_of=AS_OF).parent
    (folder / "captures").mkdir()
    (folder / "captures" / "kept.txt").write_text("a copy that someone else put here")
    assert (folder / "notices" / "goes.docx").is_file()
    con.execute("DELETE FROM core.dim_organ WHERE organ_id = 'goes'")
    write_summary(con, folder, as_of=AS_OF)
    assert {path.name for path in (folder / "organs").iterdir()} == {"stays.html", "stays.en.html"}
    assert {path.name for path in (folder / "notices").iterdir()} == {"stays.docx"}
    assert (folder / "captures" / "kept.txt").is_file()


def test_rules_say_how_they_came_out_and_never_assessable_is_no_pass(folder: Path) -> None:
    page = open_page(folder / "rules.html")
    rows = {
        words(row.css_first(".code")): [words(cell) for cell in row.css("td")] for row in page.css("#rules tbody tr")
    }
    assert rows["T3-FLOW"][1:3] == ["1", "5"]  # one of five reports that can be assessed
    assert rows["G1-RECV"][1] == "从未能核对"
    assert "没有留下质量关口记录" in page.text()


def test_the_gate_is_shown_in_our_own_page(tmp_path: Path) -> None:
    con = finish(open_county())
    kept = tmp_path / "runs" / RUN / "gate.json"
    kept.parent.mkdir(parents=True)
    judged = [
        {"id": "P-REPORTS", "is_success": False, "offences": 3},
        {"id": "P-KEY-CELL", "is_success": True, "offences": 0},
    ]
    judged.append({"id": "T3-FLOW", "is_success": False, "offences": 9})
    line = "P-REPORTS until 2026-12-31 by 值班员: <b>two towns were merged"
    kept.write_text(json.dumps({"expectations": judged, "overridden": [line]}))
    index = write_summary(con, tmp_path / "summary", as_of=AS_OF)
    lines = open_page(index.parent / "rules.html").css(".panel")[1].css("tbody tr")
    assert [words(line.css_first(".code")) for line in lines] == ["P-REPORTS", "P-KEY-CELL"]
    assert words(lines[0].css("td")[0]) == "不通过（3）"
    assert words(lines[0].css("td")[1]) == "nianbao status"
    for name in ("index.html", "findings.html", "rules.html"):
        assert f"未通过质量关口、经人工放行发布：{line}" in words(open_page(index.parent / name).css_first("footer"))
