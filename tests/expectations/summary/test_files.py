"""The workbook, the notices, and the names and links of files."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from expectations.summary import write_summary
from expectations.summary.links import Beside, file_stem, web_address
from tests.expectations.summary.builder import add_coverage, insert, open_county, organ_row
from tests.expectations.summary.conftest import AS_OF, EDUCATION


def test_the_workbook_has_overview_findings_and_coverage(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "compliance.xlsx")
    assert book.sheetnames == ["概览", "问题", "公布情况"]
    rows = list(book["问题"].iter_rows(values_only=True))
    flow = next(row for row in rows if row[4] == "T3-FLOW")
    assert flow[:4] == ("错误", "示例县", "示例县教育局", 2022)
    assert flow[6:9] == (9, 10, -1)
    overview = list(book["概览"].iter_rows(values_only=True))
    assert overview[1][:6] == ("示例县", 2024, 4, 3, 0, 1)


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\tTAB", "＝1"])
def test_text_never_becomes_a_formula(tmp_path: Path, name: str) -> None:
    con = open_county()
    insert(con, "core.dim_organ", [organ_row("a", name)])
    add_coverage(con, [("a", 2024, "missing", None)])
    folder = write_summary(con, tmp_path / "summary", as_of=AS_OF).parent
    sheet = openpyxl.load_workbook(folder / "compliance.xlsx")["公布情况"]
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_a_notice_quotes_the_figures_and_the_rule(folder: Path) -> None:
    document = docx.Document(str(folder / "notices" / f"{EDUCATION}.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "示例县教育局：" in text
    assert "2026年2月11日" in text
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["序号", "年度", "需要核实的内容", "依据"]
    assert rows[1][:2] == ["1", "2022"]
    assert "9 ≠ 10" in rows[1][2]
    assert "国办公开办函〔2019〕60号" in rows[1][3]


def test_no_notice_without_an_error_of_the_organ(tmp_path: Path) -> None:
    con = open_county()
    insert(
        con,
        "core.dim_organ",
        [organ_row("late", "示例县甲局"), organ_row("blocked", "示例县乙局"), organ_row("gone", "示例县丙局")],
    )
    add_coverage(
        con, [("late", 2024, "late", None), ("blocked", 2024, "blocked", None), ("gone", 2024, "missing", None)]
    )
    folder = write_summary(con, tmp_path / "summary", as_of=AS_OF).parent
    assert [path.name for path in (folder / "notices").iterdir()] == ["gone.docx"]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://www.shili.example/a?b=c", True),
        ("HTTP://shili.example/", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://shili.example/", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//shili.example/", False),
        ("https://", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, safe: bool) -> None:
    assert web_address(url) == (url if safe else None)


def test_file_names_are_plain_and_distinct() -> None:
    assert file_stem("990101-a1b2") == "990101-a1b2"
    odd = ["../x", "..\\x", "示例县", "示例乡", "a/b", "a.b", "", "con:", "x" * 300, "-rf"]
    stems = [file_stem(identifier) for identifier in odd]
    assert len(set(stems)) == len(odd)
    assert all(set(stem) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-") for stem in stems)
    assert all(0 < len(stem) <= 80 and not stem.startswith("-") for stem in stems)


def test_archived_bytes_are_linked_only_where_they_are(tmp_path: Path) -> None:
    summary = tmp_path / "summary"
    (tmp_path / "archive" / "2026").mkdir(parents=True)
    (tmp_path / "archive" / "2026" / "a b.warc.gz").write_bytes(b"")
    (tmp_path / "secret").write_bytes(b"")
    assert Beside(summary).archive_link("2026/a b.warc.gz") == "../../archive/2026/a%20b.warc.gz"
    assert Beside(summary).archive_link("2026/other.warc.gz") is None
    assert Beside(summary).archive_link("../secret") is None
    assert Beside(summary).archive_link(str(tmp_path / "secret")) is None


def test_a_copy_that_could_run_scripts_is_not_linked(tmp_path: Path) -> None:
    copies = tmp_path / "captures"
    copies.mkdir()
    (copies / "c1.html").write_text("x")
    assert Beside(tmp_path).capture_link("c1") is None
    (copies / "c1.txt").write_text("x")
    assert Beside(tmp_path).capture_link("c1") == "../captures/c1.txt"
    assert Beside(tmp_path).capture_link("../captures/c1") is None
