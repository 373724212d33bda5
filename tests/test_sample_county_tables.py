"""The sample county's tables are the statutory ones, and read again they give the numbers of its truth."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.county_reader import body_of, fold, fold_number, get, read, read_tables
from tests.sample_county import Truth, render_report, serve_county
from tests.sample_county.forms import ALL_COLUMNS, load_forms
from tests.sample_county.model import LayoutName
from transform.forms import load_forms as load_national_forms

PACKAGE = Path(__file__).parent / "sample_county"


@pytest.fixture(scope="module")
def truth() -> Iterator[Truth]:
    with serve_county() as county:
        yield county.truth


def test_printed_rows_carry_the_statutory_labels() -> None:
    """The county prints its own labels; they must be the law's."""
    forms = load_forms()
    national = load_national_forms()
    for edition in ("2019", "2021"):
        labels = {cell.row_label for cell in national[edition].cells if cell.table == "t2"}
        assert {fold(row.label) for block in forms.t2(edition) for row in block.rows} == {fold(x) for x in labels}
    names = {cell.row: fold(cell.row_label) for edition in ("2019", "2021") for cell in national[edition].cells}
    for code, label in _request_labels(forms.t3.rows):
        assert fold(label) == names[code]
    yearly = {cell.row: fold(cell.row_label) for cell in national["2014"].cells}
    assert {row.code: fold(row.label) for row in forms.g1.rows if row.code} == yearly


def _request_labels(rows: tuple[object, ...]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.code:  # type: ignore[attr-defined]
            yield row.code, row.label  # type: ignore[attr-defined]
        yield from _request_labels(row.rows)  # type: ignore[attr-defined]


def test_every_report_prints_exactly_the_cells_of_its_form(truth: Truth) -> None:
    national = load_national_forms()
    for report in truth.reports():
        wanted = {cell.key for cell in national[report.edition].cells}
        if (report.organ, report.year) == ("示例县民政局", 2023):  # （六）其他处理 as one row
            leaves = ("other_overdue_correction", "other_overdue_fee", "other_misc")
            wanted -= {f"t3.{leaf}.{column}" for leaf in leaves for column in ALL_COLUMNS}
            wanted |= {f"t3.other_handling.{column}" for column in ALL_COLUMNS}
        assert set(report.cells) == wanted, f"{report.organ} {report.year}"


def test_tables_read_again_equal_the_truth(truth: Truth) -> None:
    read_again = 0
    for report in truth.reports():
        if report.is_readable and report.document_url is None:
            body = body_of(read(str(report.url)), report)
            printed = {key: text for key, text in read_tables(body, report.edition).items() if key in report.cells}
            assert printed == {k: fold_number(v) for k, v in report.printed.items()}, f"{report.organ} {report.year}"
            read_again += 1
    assert read_again > 100


def test_values_are_the_numbers_printed(truth: Truth) -> None:
    for report in truth.reports():
        for key, value in report.cells.items():
            text = unicodedata.normalize("NFKC", report.printed[key]).strip().replace(",", "")
            text = text.removesuffix("万元").removesuffix("元").replace("增", "").replace("减", "-")
            assert (value is None and text in ("", "/")) or Decimal(text) == value, f"{report.organ} {key}"


def test_stated_figures_stand_in_the_prose_and_in_the_measures(truth: Truth) -> None:
    claims = PACKAGE.parent.parent / "transform" / "prose" / "claims.yaml"
    known = set(re.findall(r"code: (\w+)", claims.read_text("utf-8")))
    for year in (2019, 2022, 2025):
        report = truth.report("示例县公安局", year)
        prose = BeautifulSoup(render_report("示例县公安局", year), "lxml").get_text()
        assert report.stated
        assert set(report.stated) <= known
        for measure, number in report.stated.items():
            assert number == 0 or f"{number}件" in prose or f"{number}条" in prose, measure


def test_blanks_totals_and_layouts_are_there(truth: Truth) -> None:
    blank = truth.report("示例县民政局", 2021)
    assert blank.printed["t3.partial.research_institution"] == "\xa0"
    assert blank.cells["t3.partial.research_institution"] is None
    assert truth.report("示例县财政局", 2022).printed["t3.partial.research_institution"] == "/"
    assert truth.report("示例县公安局", 2023).cells["t3.granted.total"] is None
    assert truth.report("示例县公安局", 2023).cells["t3.new_received.total"] is not None
    assert "," in "".join(truth.report("示例县公安局", 2022).printed.values())
    assert {report.layout for report in truth.reports()} == {
        "plain", "word", "spans", "twice", "split", "repeat", "colspans", "vertical", "one_table", "flat", "nested",
        "unclosed", "cumulative", "padded",
    }  # fmt: skip


def test_a_report_is_rendered_without_a_server(truth: Truth) -> None:
    report = truth.report("示例县教育局", 2022)
    assert read_tables(render_report("示例县教育局", 2022).decode(), "2021") == {
        key: fold_number(text) for key, text in report.printed.items()
    }
    for layout in get_args(LayoutName):
        html = render_report("示例县教育局", 2022, layout=layout).decode()
        assert read_tables(html, "2021") == {key: fold_number(text) for key, text in report.printed.items()}, layout


def test_attachments_hold_the_printed_numbers(truth: Truth) -> None:
    docx = pytest.importorskip("docx")
    pdfplumber = pytest.importorskip("pdfplumber")
    word = truth.report("示例县财政局", 2024)
    table = docx.Document(io.BytesIO(get(str(word.document_url)).content)).tables[1]
    new = [cell.text for cell in table.rows[3].cells][-7:]
    assert new == [word.printed[f"t3.new_received.{column}"] for column in ALL_COLUMNS]
    report = truth.report("示例县发展和改革局", 2022)
    with pdfplumber.open(io.BytesIO(get(str(report.document_url)).content)) as pdf:
        rows = [row for page in pdf.pages for found in page.extract_tables() for row in found]
        assert len(pdf.pages) > 1
    new = next(row for row in rows if row[0] and row[0].startswith("一、本年新收"))[-7:]
    assert new == [report.printed[f"t3.new_received.{column}"] for column in ALL_COLUMNS]


def test_the_prose_is_ours_and_every_slot_is_filled() -> None:
    """No wording may stay unused or carry an empty slot; none may be a heading of another form."""
    sentences = yaml.safe_load((PACKAGE / "sentences.yaml").read_text(encoding="utf-8"))
    html = "".join(render_report("示例县公安局", year).decode() for year in range(2019, 2026))
    assert not re.search(r"\{\w+\}", BeautifulSoup(html, "lxml").get_text())
    assert sentences["heads"][0] in html
