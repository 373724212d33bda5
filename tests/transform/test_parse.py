"""The way in: what is refused, what is no report, which printing is the report's own, what counts as a new version."""

from __future__ import annotations

import contextlib
import random
import time
from decimal import Decimal

import pytest

from tests.transform.generator.numbers import distinct_numbers, realistic_numbers, with_blanks
from tests.transform.generator.page import C, Page, T, make_page
from tests.transform.generator.traps import TRAPS
from transform.errors import UnreadableDocument
from transform.models import CellStatus, Hints, ParsedReport
from transform.parse import parse_document

MOST_SECONDS = 5.0


def parse(page: Page | bytes | str) -> ParsedReport:
    body = page.write() if isinstance(page, Page) else page.encode() if isinstance(page, str) else page
    return parse_document(body, Hints())


def values(report: ParsedReport) -> dict[str, Decimal | None]:
    return {cell.key: cell.value for cell in report.cells}


def codes(report: ParsedReport) -> set[str]:
    return {issue.code for issue in report.issues}


def sample(edition: str = "2021", seed: int = 1) -> Page:
    return make_page(edition, realistic_numbers(edition, random.Random(seed)))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty_document"),
        (b" \n\t", "empty_document"),
        (b"\0" * 500, "unknown_media_type"),
        (b"<html><body>" + b"<div>" * 4_000_000, "too_large"),
        (b"<html><body>" + b"<div>" * 10_000, "too_deep"),
        (b"<html><body>" + b"<table><tr><td>" * 100_000, "too_many_elements"),
        (b"<html><body>" + b"<font><b><i>" * 3_000, "too_deep"),
    ],
)
def test_what_is_no_document_is_refused_quickly(body: bytes, code: str) -> None:
    start = time.process_time()
    with pytest.raises(UnreadableDocument) as caught:
        parse_document(body, Hints())
    assert caught.value.code == code
    assert "\n" not in str(caught.value)
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><title>示例县召开会议</title><body><h1>示例县召开会议</h1><p>2023年要做好政府信息公开工作。</p></body></html>",
        "<html><body><ul>"
        + "<li><a href=1.htm>示例县2023年政府信息公开工作年度报告</a></li>" * 20
        + "</ul></body></html>",
    ],
)
def test_a_page_of_another_kind_is_no_report(page: str) -> None:
    report = parse(page)
    assert (report.is_report, report.cells, report.report.edition) == (False, (), None)
    assert "not_a_report" in codes(report)


def test_a_table_of_another_report_alone_is_not_taken() -> None:
    page = sample()
    (own,) = [table for table in page.tables if table.code == "t4"]
    own.above = ["示例县教育局2023年政府信息公开工作年度报告", *own.above]
    report = parse(page)
    assert "table_of_another_report" in codes(report)
    assert {cell.status for cell in report.cells if cell.key.startswith("t4.")} == {CellStatus.MISSING}


@pytest.mark.parametrize(
    "page",
    [
        "规章  1  2\n" * 2_000,
        "规章" + "  1" * 200_000,
        'a,"b,c\n' * 90_000,
        f"<pre>{'规章  1  2' * 50_000}</pre>",
        "<p>二、主动公开政府信息情况</p><table><tr><td>1" * 40_000,
        "<div style='position:absolute;left:1px;top:2px'>1</div>" * 60_000,
        f"<p>12{'<sup>1</sup>' * 60_000}</p>",
    ],
)
def test_odd_layouts_without_end_cost_little(page: str) -> None:
    start = time.process_time()
    with contextlib.suppress(UnreadableDocument):
        parse(f"示例县人民政府2023年政府信息公开工作年度报告\n{page}" if page[0] != "<" else f"<html><body>{page}")
    assert time.process_time() - start < MOST_SECONDS


def test_hostile_spans_cost_little() -> None:
    rows = "<tr><td rowspan=60000 colspan=60000>规章</td><td>5</td></tr>" * 500
    start = time.process_time()
    parse(f"<html><body><table>{rows}</table></body></html>")
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_cell_of_the_form_is_there(edition: str) -> None:
    page = sample(edition)
    page.tables.pop()
    report = parse(page)
    assert [cell.key for cell in report.cells] == [cell.key for cell in page.form.cells]
    lost = {cell.key for cell in report.cells if cell.status is CellStatus.MISSING}
    assert lost == {cell.key for cell in page.form.cells if cell.table == "t4"}
    assert "tables_missing" in codes(report)


def test_blank_and_dash_are_kept_apart_from_nought() -> None:
    page = sample()
    cells = page.table("t3").rows[3][-7:]
    for cell, text in zip(cells, ["", "—", "0", "/", "&", "5", ""], strict=True):
        cell.text = text
    found = {cell.key: cell.status for cell in parse(page).cells}
    assert [found[cell.key or ""] for cell in cells] == [
        CellStatus.BLANK, CellStatus.DASH, CellStatus.REPORTED, CellStatus.DASH, CellStatus.UNREADABLE,
        CellStatus.REPORTED, CellStatus.BLANK,
    ]  # fmt: skip


def test_a_number_in_its_own_cell_is_never_mended() -> None:
    """平潭 2020 prints 20 over leaves that add up to 26."""
    page = sample()
    total = page.table("t3").rows[3][-1]
    total.text = str(int(total.text) + 6)
    assert values(parse(page))[total.key or ""] == Decimal(total.text)


def test_two_paragraphs_are_two_numbers() -> None:
    page = sample()
    cell = page.table("t2").rows[2][1]
    cell.markup = "<p>1</p><p>0</p>"
    read = next(found for found in parse(page).cells if found.key == cell.key)
    assert read.status is CellStatus.AMBIGUOUS
    assert set(read.candidates) == {Decimal(1), Decimal(0), Decimal(10)}


def test_the_edition_is_what_table_2_says_not_the_year() -> None:
    page = sample("2019")
    page.year = 2022
    report = parse(page)
    assert report.report.edition == "2019"
    assert "edition_differs_from_year" in codes(report)


def test_one_row_of_other_handling_leaves_its_parts_missing() -> None:
    page = sample()
    TRAPS["one_row_other_handling"](page, random.Random(1))
    report = parse(page)
    assert values(report)["t3.other_handling.total"] == page.truth["t3.other_handling.total"]
    parts = [cell for cell in report.cells if cell.key.startswith(("t3.other_misc.", "t3.other_overdue"))]
    assert {cell.status for cell in parts} == {CellStatus.MISSING}


def test_two_tables_that_nothing_tells_apart_leave_both_readings() -> None:
    page = sample()
    other = make_page("2021", distinct_numbers("2021", random.Random(2))).table("t3")
    other.above = []
    page.tables.insert(2, other)
    report = parse(page)
    cell = next(cell for cell in report.cells if cell.key == "t3.new_received.total")
    assert cell.status is CellStatus.AMBIGUOUS
    assert len(cell.candidates) == 2
    assert "table_ambiguous" in codes(report)


@pytest.mark.parametrize(
    "name", ["last_year_beside", "last_year_first", "blank_form", "another_organ_below", "comparison_table"]
)
def test_a_decoy_is_passed_over(name: str) -> None:
    page = make_page("2021", with_blanks(realistic_numbers("2021", random.Random(5)), random.Random(6)))
    TRAPS[name](page, random.Random(7))
    assert {key: value for key, value in values(parse(page)).items() if value != page.truth[key]} == {}


def test_an_unknown_row_is_said_not_absorbed() -> None:
    page = sample()
    page.table("t3").rows.append([C("五、本地增设的事项", colspan=3), *(C(str(n)) for n in range(7))])
    issues = [issue for issue in parse(page).issues if issue.code == "unknown_row_label"]
    assert len(issues) == 1
    assert "本地增设的事项" in issues[0].message_zh


def test_page_furniture_makes_no_version() -> None:
    page, again, changed = sample(), sample(), sample()
    page.finish.append(lambda text: text.replace("</body>", "<div>浏览次数：17</div><p>【打印本页】</p></body>"))
    again.finish.append(lambda text: text.replace("<body>", "<body><div>今天是2024年2月1日星期四</div>"))
    changed.table("t3").rows[3][-1].text += "1"
    digests = [parse(one).body_sha256 for one in (page, again, changed)]
    assert digests[0] == digests[1] != digests[2]


def test_old_form_with_level_columns_is_left_ambiguous() -> None:
    """Two columns of figures and no word which is the report's: every figure is kept, none is chosen."""
    labels = ["收到申请数", "当面申请数", "传真申请数", "网络申请数", "信函申请数"]
    rows = [[C("统计指标"), C("单位"), C("县政府"), C("乡镇")]]
    rows += [[C(label), C("件"), C(str(n)), C(str(n + 50))] for n, label in enumerate(labels)]
    page = sample()
    page.year, page.tables = 2016, [T("other", rows)]
    report = parse(page)
    assert report.report.edition == "2014"
    assert all(cell.value is None for cell in report.cells)
    assert len(report.indicators) == 10
    assert "column_ambiguous" in codes(report)


def test_old_form_by_the_label_of_its_column() -> None:
    labels = {"收到申请数": 9, "1.当面申请数": 2, "2.传真申请数": 0, "3.网络申请数": 6, "4.信函申请数": 1}
    rows = [[C("统计指标"), C("单位"), C("统计数")], *([C(a), C("件"), C(str(b))] for a, b in labels.items())]
    page = sample()
    page.year, page.tables = 2017, [T("other", rows)]
    report = parse(page)
    read = {cell.key: cell.value for cell in report.cells if cell.value is not None}
    assert read == {
        f"g1.{row}": Decimal(n)
        for row, n in zip(
            ("received", "recv_in_person", "recv_fax", "recv_online", "recv_letter"), labels.values(), strict=True
        )
    }


def test_a_single_row_of_figures_without_any_label_is_read_as_nothing() -> None:
    """Of a torn text dump one row may be all that is left of a table (found by fuzzing)."""
    lines = ["29", "24", "18", "20", "26", "807", "本年制发件数", "行政规范性文件", "0"]
    report = parse_document("\n".join(lines).encode(), Hints(declared_media_type="text/plain"))
    assert [cell.value for cell in report.cells if cell.value is not None] == []
