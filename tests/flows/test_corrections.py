"""Corrections through a whole run: from the home's file to warehouse, issues and recap."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.captures import make_capture
from tests.flows.command import nianbao
from tests.sample_county import render_report

SITE = "http://www.shili.gov.cn"
REGISTER = f"""
corrections:
  - {{url: "{SITE}/a.html", dated: 2026-11-24, by: 示例县政务公开办, reason: "The template prints a wrong year.",
     expect: {{report: {{year: 2023}}}}, report: {{year: 2022}}}}
  - {{url: "{SITE}/b.html", dated: 2026-11-23, by: 示例县政务公开办, reason: "The template prints a wrong year.",
     expect: {{report: {{year: 2025}}}}, report: {{year: 2024}}}}
  - {{url: "{SITE}/moved.html", dated: 2026-11-22, by: 示例县政务公开办, reason: "The template prints a wrong year.",
     expect: {{report: {{year: 2025}}}}, report: {{year: 2024}}}}
  - {{url: "http://www.elsewhere.gov.cn/a.html", dated: 2026-11-22, by: 示例县政务公开办,
     reason: "The template prints a wrong year.", expect: {{report: {{year: 2025}}}}, report: {{year: 2024}}}}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a register, and beside it a WARC folder with the pages /a.html and /b.html."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "corrections.yaml").write_text(REGISTER, encoding="utf-8")
    with Archive(tmp_path / "captured") as archive:
        for name, year in (("a", 2023), ("b", 2024)):
            body = render_report("示例县教育局", year)
            archive.append(make_capture(f"{SITE}/{name}.html", datetime.now(UTC), 200, (), body))
    return folder


def test_an_entry_applies_another_is_outdated_and_a_third_never_reached(home: Path) -> None:
    done = nianbao("ingest", str(home.parent / "captured" / "warc"), "--json", home=home)
    recap = json.loads(done.stdout)
    assert (recap["status"], recap["new"]) == ("published", 2), done.stderr
    assert done.returncode == 1, "a correction that failed is no success"
    outdated, unseen = recap["failures"]
    assert outdated.startswith(f"{SITE}/b.html: The correction of 2026-11-23 no longer fits the page: year was “2025”")
    assert unseen.startswith(f"{SITE}/moved.html: the correction of 2026-11-22 was never reached")
    query = """select r.year, i.code, i.severity from ops.issue i join core.fact_report r using (report_id)
               where i.code like 'correction%' order by r.year"""
    found = json.loads(nianbao("sql", query, "--format", "json", home=home).stdout)
    assert found == [
        {"year": 2022, "code": "correction_applied", "severity": "warning"},
        {"year": 2024, "code": "correction_outdated", "severity": "error"},
    ]


def test_a_wrong_register_is_one_line_that_names_the_file(home: Path) -> None:
    (home / "corrections.yaml").write_text("corrections: [{url: x}]", encoding="utf-8")
    page = home.parent / "page.html"
    page.write_bytes(render_report("示例县教育局", 2023))
    done = nianbao("check", str(page), home=home)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert str(home / "corrections.yaml") in line
    assert "next:" in line
