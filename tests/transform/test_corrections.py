"""The corrections register: an entry applies, its guard fails loudly, it is not reached; and what no entry may do."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import make_page
from transform.corrections import Correction, apply_corrections, load_corrections, page_address, shipped_corrections
from transform.errors import CorrectionError
from transform.models import Cell, CellStatus, Hints, ParsedReport, Severity
from transform.parse import parse_document

URL = "http://www.shili.gov.cn/2023/nb.html"
KEY = "t3.granted.total"


def entry(**changes: Any) -> dict[str, Any]:
    """An entry as YAML has it: the year is 2022, not 2023, and one cell is not to be read."""
    return {
        "url": URL, "dated": "2026-11-24", "by": "示例县政务公开办", "reason": "The template prints the year before.",
        "expect": {"report": {"year": 2023}, "cells": {KEY: "126"}},
        "report": {"year": 2022}, "cells": {KEY: "unreadable"},
    } | changes  # fmt: skip


def make(**changes: Any) -> tuple[Correction, ...]:
    return (Correction.model_validate(entry(**changes)),)


def parse(*corrections: Correction, url: str = URL, printed: int = 126) -> ParsedReport:
    import random

    numbers = realistic_numbers("2021", random.Random(5)) | {KEY: Decimal(printed)}
    return parse_document(make_page("2021", numbers).write(), Hints(url=url), corrections)


def cell_of(report: ParsedReport) -> Cell:
    return next(cell for cell in report.cells if cell.key == KEY)


def codes(report: ParsedReport) -> list[str]:
    return [issue.code for issue in report.issues if issue.code.startswith("correction_")]


def test_an_entry_says_whose_report_it_is_and_takes_the_value_of_a_cell() -> None:
    plain, report = parse(), parse(*make())
    cell = cell_of(report)
    assert (plain.report.year, cell_of(plain).value) == (2023, 126)
    assert (report.report.year, dict(report.report.decided_by)["year"]) == (2022, "corrections")
    assert (cell.status, cell.value, cell.raw, cell.at) == (
        CellStatus.UNREADABLE, None, "126", cell_of(plain).at,
    )  # fmt: skip
    assert [other for other in report.cells if other.key != KEY] == [c for c in plain.cells if c.key != KEY]
    assert codes(report) == ["correction_applied"] * 2
    applied = [issue for issue in report.issues if issue.code == "correction_applied"]
    assert [issue.cell for issue in applied] == [None, KEY]
    assert all("2026-11-24" in issue.message_zh and "template" in issue.message_en for issue in applied)


def test_a_cell_may_keep_readings_made_of_its_own_digits() -> None:
    cell = cell_of(parse(*make(report={}, cells={KEY: [1, 26]})))
    assert (cell.status, cell.value, cell.candidates) == (CellStatus.AMBIGUOUS, None, (Decimal(1), Decimal(26)))


def test_a_mended_page_leaves_the_entry_aside_and_says_so_as_an_error() -> None:
    report = parse(*make(), printed=127)
    assert (report.report.year, cell_of(report).value) == (2023, 127), "nothing is corrected in part"
    assert codes(report) == ["correction_outdated"]
    (issue,) = [issue for issue in report.issues if issue.code == "correction_outdated"]
    assert (issue.severity, issue.cell) == (Severity.ERROR, KEY)
    assert "126" in issue.message_zh
    assert "127" in issue.message_zh
    assert "corrections.yaml" in issue.message_en


def test_a_page_that_is_no_report_any_more_fails_the_guard_too() -> None:
    report = parse_document("<p>404 您访问的页面不存在</p>".encode(), Hints(url=URL), make())
    assert codes(report) == ["correction_outdated"] * 2


def test_an_entry_of_another_address_is_not_reached() -> None:
    assert codes(parse(*make(), url=URL + "?page=2")) == []
    assert codes(parse(*make(), url="https://www.shili.gov.cn/2023/nb.html#top")) == ["correction_applied"] * 2
    unaddressed = parse_document(b"<p>x</p>", Hints(), make())
    assert apply_corrections(unaddressed, make()) is unaddressed


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"cells": {KEY: 125}}, "cells"),
        ({"cells": {KEY: [125, 126]}}, "not printed"),
        ({"cells": {KEY: [0, 126]}}, "not printed"),
        ({"cells": {KEY: [126]}}, "cells"),
        ({"cells": {KEY: "reported"}}, "cells"),
        ({"cells": {"t3.granted.other_org": "unreadable"}}, "no expect"),
        ({"report": {"organ": "示例县财政局"}}, "no expect for organ"),
        ({"report": {}, "cells": {}}, "changes nothing"),
        ({"report": {"yaer": 2022}}, "yaer"),
        ({"reason": "x"}, "reason"),
        ({"dated": None}, "dated"),
        ({"url": "nb.html"}, "url"),
        ({"expect": {}}, "no expect"),
    ],
)
def test_what_no_entry_may_say(changes: dict[str, Any], named: str, tmp_path: Path) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text(yaml.safe_dump({"corrections": [entry(**changes)]}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(CorrectionError) as caught:
        load_corrections((path,))
    assert str(path) in str(caught.value)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_add_up_and_the_shipped_register_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text(yaml.safe_dump({"corrections": [entry()]}, allow_unicode=True), encoding="utf-8")
    assert load_corrections((path, tmp_path / "absent.yaml")) == make()
    assert len({page_address(known.url) for known in shipped_corrections()}) == len(shipped_corrections())
