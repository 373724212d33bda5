"""Real documents through `nianbao ingest` and `nianbao check`: every value as a person read it, none wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.flows.command import nianbao

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(
        not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}: real documents are not part of the project"
    ),
]

EXPECTED = {path.name.removesuffix(".expected.json"): path for path in sorted(CORPUS.glob("*.expected.json"))}
FULLY_READ = ("shanghai_office_2019", "shuyang_drc_2023", "pingtan_2020", "yingquan_office_2020")
"""Every printed number of these is read, where it is not ambiguous (issue: the three HTML pages, and the 颍泉 text)."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "data"
    done = nianbao("ingest", str(CORPUS), "--json", home=folder)
    assert done.stdout, done.stderr
    (folder / "recap.json").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def cells(home: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Cells by document (file name without suffix) and key."""
    sql = (
        "select u.url, cell_key, value, c.status from core.fact_cell c join core.fact_report r using (report_id) "
        "join core.dim_capture u on u.capture_id = r.capture_id"
    )
    done = nianbao("sql", sql, "--format", "json", home=home)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in json.loads(done.stdout, parse_float=Decimal):
        found.setdefault(Path(row["url"]).stem, {})[row["cell_key"]] = row
    return found


def value_of(row: dict[str, Any]) -> Decimal | None:
    return None if row["value"] is None else Decimal(row["value"])


def compare(expected: dict[str, Any], found: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield (kind, what) for every cell that is not as a person read it: wrong numbers, and unread ones."""
    for key, printed in expected["cells"].items():
        value = value_of(found[key])
        wanted = None if printed is None else Decimal(str(printed))
        if value is not None and value != wanted and not (wanted is None and value == 0):
            yield "wrong", f"{key}: printed {wanted}, read {value}"
        if value is None and wanted is not None and key not in expected.get("ambiguous", ()):
            yield "unread", f"{key}: printed {wanted}, {found[key]['status']}"


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_value_is_wrong(name: str, cells: dict[str, dict[str, dict[str, Any]]]) -> None:
    expected = json.loads(EXPECTED[name].read_text(encoding="utf-8"), parse_float=Decimal)
    assert name in cells, f"{name} was not loaded"
    problems = list(compare(expected, cells[name]))
    assert [what for kind, what in problems if kind == "wrong"] == []
    if name in FULLY_READ:
        assert problems == []


def test_what_is_no_report_is_named(home: Path) -> None:
    failures = json.loads((home / "recap.json").read_text(encoding="utf-8"))["failures"]
    assert any("list_trs_engebei.html" in line for line in failures)


def test_the_first_page_fails_the_one_identity(tmp_path: Path) -> None:
    done = nianbao("check", str(CORPUS / "yingquan_office_2020.txt"), "--json", home=tmp_path)
    assert done.returncode == 1
    result = json.loads(done.stdout, parse_float=Decimal)
    failed = [check for check in result["checks"] if check["status"] == "FAIL" and check["severity"] == "error"]
    assert {(check["id"], check["scope"], check["left"], check["right"]) for check in failed} == {
        ("T3-FLOW", "natural_person", 9, 10),
        ("T3-FLOW", "total", 9, 10),
    }
    items = result["cells"]["t2.gov_procurement.procurement_items"]
    amount = result["cells"]["t2.gov_procurement.procurement_amount"]
    assert (items["status"], items["candidates"]) == ("ambiguous", [1, 12, 126])
    assert set(amount["candidates"]) == {Decimal("26.8426"), Decimal("6.8426"), Decimal("0.8426")}
    assert not [issue for issue in result["issues"] if issue["severity"] == "error"]


def test_the_same_for_a_person(tmp_path: Path) -> None:
    done = nianbao("check", str(CORPUS / "yingquan_office_2020.txt"), home=tmp_path)
    assert done.returncode == 1
    assert "error T3-FLOW natural_person: 9 against 10" in done.stdout
    assert "error T3-FLOW total: 9 against 10" in done.stdout
    assert "t2.gov_procurement.procurement_items" in done.stdout
    assert done.stdout.count("\nerror ") + done.stdout.startswith("error ") == 2
