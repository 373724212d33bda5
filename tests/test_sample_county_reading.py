"""Every page and attachment of the sample county is read as its truth says: who, when, cells, figures of the prose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.sample_county import ReportTruth, serve_county
from transform.models import Hints, ParsedReport
from transform.parse import parse_document

Pair = tuple[ReportTruth, ParsedReport]


@pytest.fixture(scope="module")
def pairs() -> Iterator[list[Pair]]:
    """What is served and what is read, for every report that can be read on the first night."""
    with serve_county() as county:
        readable = [report for report in county.truth.reports() if report.is_readable]
        yield [(report, _parse(report)) for report in readable]


def _parse(report: ReportTruth) -> ParsedReport:
    url = str(report.document_url or report.final_url)
    response = requests.get(url, timeout=10)
    if response.status_code == 503:
        response = requests.get(url, timeout=10)
    declared = response.headers["Content-Type"].partition(";")[0]
    hints = Hints(
        url=url,
        declared_media_type=declared,
        region_code=report.region_code,
        organ=report.organ,
        title=report.title,
        listed_on=report.published_on,
    )
    return parse_document(response.content, hints)


def test_who_and_when(pairs: list[Pair]) -> None:
    problems = []
    for report, parsed in pairs:
        info = parsed.report
        read = (info.organ, info.organ_kind, info.region_code, info.year, info.edition)
        if read != (report.organ, report.kind, report.region_code, report.year, report.edition):
            problems.append(f"{report.organ} {report.year}: {read}")
        if info.published_on != report.published_on and not report.document_url:
            problems.append(f"{report.organ} {report.year}: published {info.published_on}")
    assert problems == []


def test_every_printed_number_is_read_and_none_is_wrong(pairs: list[Pair]) -> None:
    assert [problem for report, parsed in pairs for problem in _wrong_cells(report, parsed)] == []


def _wrong_cells(report: ReportTruth, parsed: ParsedReport) -> Iterator[str]:
    name = f"{report.organ} {report.year} ({report.layout}, {report.delivery})"
    read = {cell.key: cell for cell in parsed.cells}
    for key, value in report.cells.items():
        cell = read.get(key)
        wanted = ("blank", "dash") if value is None else ("reported", "inferred")
        if cell is None or cell.value != value or cell.status.value not in wanted:
            yield f"{name}: {key} printed {report.printed[key]!r}, read {cell and (cell.status.value, cell.value)}"
        elif key in report.units and cell.unit != report.units[key]:
            yield f"{name}: {key} is in {report.units[key]}, read in {cell.unit}"
    for key, cell in read.items():
        if key not in report.cells and cell.status.value != "missing":
            yield f"{name}: {key} is not printed, read {cell.status.value}"


def test_the_figures_of_the_prose_are_read_and_no_others(pairs: list[Pair]) -> None:
    problems = []
    for report, parsed in pairs:
        claims = {(claim.measure, int(claim.value)) for claim in parsed.claims}
        if claims != set(report.stated.items()):
            problems.append(f"{report.organ} {report.year}: {sorted(claims ^ set(report.stated.items()))}")
    assert problems == []


def test_an_ordinary_report_raises_no_issue(pairs: list[Pair]) -> None:
    ordinary = [(report, parsed) for report, parsed in pairs if report.why == "ordinary"]
    assert [f"{report.organ} {report.year}: {p.issues}" for report, p in ordinary if p.issues] == []


def test_furniture_makes_no_version_and_a_correction_does() -> None:
    with serve_county() as county:
        first, again = (
            _parse(county.truth.report("示例县公安局", 2024)),
            _parse(county.truth.report("示例县公安局", 2024)),
        )
        county.set_night(2)
        corrected = _parse(county.truth.report("示例县公安局", 2024, 2))
        unchanged = _parse(county.truth.report("示例县公安局", 2025, 2))
        county.set_night(1)
        assert _parse(county.truth.report("示例县公安局", 2025)).body_sha256 == unchanged.body_sha256
    assert first.body_sha256 == again.body_sha256
    assert first.document.sha256 != again.document.sha256
    assert corrected.body_sha256 != first.body_sha256
