"""An organ's page shows its tables as printed and explains what does not add up."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from expectations.summary import write_summary
from tests.expectations.summary.builder import (
    FakeReport,
    add_coverage,
    add_reports,
    finish,
    insert,
    open_county,
    organ_row,
)
from tests.expectations.summary.conftest import AS_OF, EDUCATION, POLICE
from tests.expectations.summary.pages import only, open_page, words


def _year(folder: Path, organ: str, year: int, suffix: str = "") -> LexborNode:
    return only(open_page(folder / "organs" / f"{organ}{suffix}.html"), f"#y{year}")


def _cell(year: LexborNode, row: str, column: int = 0) -> LexborNode:
    """The value box in the line with this row label."""
    lines = [
        line
        for line in year.css(".form tbody tr")
        if line.css_first("th.row") and words(line.css_first("th.row")) == row
    ]
    assert len(lines) == 1, (row, len(lines))
    return lines[0].css("td")[column]


@pytest.mark.parametrize(
    ("row", "css", "text"),
    [
        ("行政许可", "c-blank", ""),
        ("行政处罚", "c-dash", "／"),
        ("行政强制", "c-unreadable", "见附件<i>"),
        ("行政事业性收费", "c-reported", "318.6425"),
        ("规章", "c-inferred", "0"),
    ],
)
def test_cells_look_as_they_were_read(folder: Path, row: str, css: str, text: str) -> None:
    cell = _cell(_year(folder, POLICE, 2024), row)
    assert css in (cell.attributes["class"] or "").split()
    assert words(cell) == text


def test_a_cell_says_where_it_lies_and_what_the_page_prints(folder: Path) -> None:
    cell = _cell(_year(folder, POLICE, 2024), "规章")
    assert cell.attributes["title"] == "唯一读法 · table 2, row 1, column 1 · 原文 00"


def test_table_four_keeps_every_reading_and_hatches_what_is_missing(folder: Path) -> None:
    values = only(_year(folder, POLICE, 2024), ".strip-form tbody").css("td")
    assert len(values) == 15
    assert words(values[0]) == "1 或 12 或 空"
    assert "c-missing" in (values[3].attributes["class"] or "").split()
    assert values[3].attributes["title"] == "页面没有此格"
    heads = only(_year(folder, POLICE, 2024), ".strip-form thead").css("tr")
    assert [words(th) for th in heads[0].css("th")] == ["行政复议", "行政诉讼"]
    assert heads[0].css("th")[1].attributes["colspan"] == "10"


def test_tables_are_laid_out_as_the_form(folder: Path) -> None:
    year = _year(folder, EDUCATION, 2023)
    captions = [words(node) for node in year.css(".form caption")]
    assert captions == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    matrix = only(year, ".matrix-form")
    assert len(matrix.css("tbody td")) == 25 * 7
    assert [words(th) for th in matrix.css("thead tr")[0].css("th")] == ["项目", "自然人", "法人或其他组织", "总计"]
    assert "（三）不予公开" in [words(th) for th in matrix.css("th.group")]


def test_both_sides_of_a_failed_identity_lead_to_the_marked_cells(folder: Path) -> None:
    year = _year(folder, EDUCATION, 2022)
    card = only(year, ".fail.error")
    assert [words(side) for side in card.css(".side")] == ["新收 9 + 上年结转 0", "办理结果 9 + 结转下年 1"]
    assert [words(node) for node in card.css(".sum")] == ["= 9", "10 ="]
    assert words(card.css_first(".gap")) == "差 −1"
    assert "国办公开办函〔2019〕60号" in card.text()
    marked = year.css("td.c-fail")
    assert len(marked) == 8
    targets = {chip.attributes["href"] for chip in card.css("a.chip")}
    assert targets <= {f"#{cell.attributes.get('id')}" for cell in marked}


def test_a_broken_carry_over_names_the_previous_report(folder: Path, tmp_path: Path) -> None:
    con = open_county()
    insert(con, "core.dim_organ", [organ_row("a", "示例县甲局")])
    add_reports(con, [FakeReport("a", 2022, carried_out=2), FakeReport("a", 2023, carried_in=5)])
    add_coverage(con, [("a", 2022, "on_time", None), ("a", 2023, "on_time", None)])
    summary = write_summary(finish(con), tmp_path / "summary", as_of=AS_OF).parent
    card = next(c for c in _year(summary, "a", 2023).css(".fail") if "T3-CARRY" in c.text())
    assert [words(side) for side in card.css(".side")] == ["上年结转 5", "上年度报告的结转下年 2"]
    assert card.css("a.chip")[1].attributes["href"] == "#c2022-t3-carried_out-total"


def test_not_assessable_identities_come_with_their_reason(folder: Path) -> None:
    others = [node for node in _year(folder, POLICE, 2024).css("details.more") if "无法核对" in node.text()]
    assert len(others) == 1
    rows = others[0].css("tbody tr")
    assert any("T4-SUM" in row.text() for row in rows)
    assert all(words(row.css("td")[2]) for row in rows)


def test_a_correction_is_shown_cell_by_cell(folder: Path) -> None:
    year = _year(folder, POLICE, 2023)
    history = next(node for node in year.css("details.more") if "公布版本" in node.text())
    assert len(history.css(".finds li")) == 2
    changes = [[words(cell) for cell in row.css("th, td")] for row in history.css("tbody tr")]
    assert changes == [["规范性文件 · 现行有效 t2.normative_docs.in_force", "0", "7"]]


def test_sources_claims_issues_and_suspects_are_there(folder: Path) -> None:
    year = _year(folder, EDUCATION, 2022)
    facts = words(only(year, ".facts"))
    assert f"http://www.shili.example/{EDUCATION}/2022-1.html" in facts
    assert "2022.warc.gz，偏移 4096" in facts
    assert "ab" * 32 in facts
    text = words(year)
    assert "结转下年 · 总计：印刷为 1，应为 0" in text
    assert "改后 T3-FLOW（总计）、T3-FLOW（自然人） 成立；数字位置颠倒；正文写有“回复9件”" in text
    assert "两格粘连" in text
    assert "two cells glued" in words(_year(folder, EDUCATION, 2022, ".en"))
    assert "c-suspect" in (year.css_first("#c2022-t3-carried_out-total").attributes["class"] or "")


def test_a_year_without_a_report_says_so(folder: Path) -> None:
    page = LexborHTMLParser((folder / "organs" / "990101-town.html").read_text(encoding="utf-8"))
    assert "没有可展示的报告" in only(page, "#y2024").text()
    assert not page.css("#y2024 .form")


def test_labels_are_those_of_the_warehouse(tmp_path: Path) -> None:
    con = open_county()
    insert(con, "core.dim_organ", [organ_row("a", "示例县甲局")])
    add_reports(con, [FakeReport("a", 2023)])
    con.execute("UPDATE core.dim_form_cell SET row_label = '改过的行名' WHERE row_code = 'granted'")
    con.execute("UPDATE core.dim_form_cell SET column_label = '改过的列名' WHERE column_code = 'in_force'")
    page = open_page(write_summary(con, tmp_path / "summary", as_of=AS_OF).parent / "organs" / "a.html").text()
    assert "（一）改过的行名" in page
    assert "改过的列名" in page
    assert "予以公开" not in page


def test_a_row_of_another_edition_is_shown_in_its_place(tmp_path: Path) -> None:
    con = open_county()
    insert(con, "core.dim_organ", [organ_row("a", "示例县甲局")])
    report = FakeReport("a", 2023, extra={"t3.other_handling.total": 4, "t9.unknown.cell": 5})
    add_reports(con, [report])
    page = open_page(write_summary(con, tmp_path / "summary", as_of=AS_OF).parent / "organs" / "a.html")
    year = only(page, "#y2023")
    assert words(_cell(year, "（六）其他处理", 6)) == "4"
    assert words(_cell(year, "unknown · cell")) == "5"


def test_twelve_years_stay_under_a_megabyte(tmp_path: Path) -> None:
    con = open_county()
    insert(con, "core.dim_organ", [organ_row("a", "示例县甲局")])
    add_reports(con, [FakeReport("a", year) for year in range(2014, 2026)])
    folder = write_summary(finish(con), tmp_path / "summary", as_of=AS_OF).parent
    assert max(path.stat().st_size for path in folder.rglob("*.html")) < 1_000_000
