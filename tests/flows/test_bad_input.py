"""Garbage in: one clear line each, the exit code of the contract, nothing half-loaded."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from flows.cli.app import run
from tests.flows.command import nianbao
from tests.sample_county import render_report

OTHER_KIND = """<!doctype html><meta charset="utf-8"><title>示例县召开防汛工作会议</title>
<p>昨天下午，示例县召开防汛工作会议，部署今年的防汛准备。</p>
<table><tr><td>乡镇</td><td>沙袋</td></tr><tr><td>示例镇</td><td>120</td></tr></table>"""


def nested_tags(megabytes: int) -> bytes:
    """Return a page that is one tag in another, all the way down."""
    return b"<html><body>" + b"<div>" * (megabytes * 1024 * 1024 // 5)


@pytest.fixture
def documents(tmp_path: Path) -> dict[str, Path]:
    """One bad document of every kind."""
    bodies = {
        "empty.html": b"",
        "blank.html": b"<!doctype html><html><head></head><body></body></html>",
        "random.html": random.Random(1).randbytes(50_000),
        "archive.zip": b"PK\x05\x06" + bytes(18),
        "torn.pdf": b"%PDF-1.7\n1 0 obj\n<<",
        "other.html": OTHER_KIND.encode(),
        "nested.html": nested_tags(20),
    }
    folder = tmp_path / "garbage"
    folder.mkdir()
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    return {name: folder / name for name in bodies}


@pytest.mark.parametrize(
    "name", ["empty.html", "blank.html", "random.html", "archive.zip", "torn.pdf", "other.html", "nested.html"]
)
@pytest.mark.parametrize("command", ["parse", "check"])
def test_one_document(
    command: str, name: str, documents: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    assert run(["--home", str(tmp_path / "home"), command, str(documents[name])]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1, captured.err
    assert "fault of ours" not in captured.err
    assert str(documents[name]) in captured.err
    assert "; next: " in captured.err
    assert time.monotonic() - began < 30
    assert not (tmp_path / "home").exists()


def test_a_page_of_another_kind_as_json_says_why(documents: dict[str, Path], tmp_path: Path) -> None:
    done = nianbao("parse", str(documents["other.html"]), "--json", home=tmp_path / "home")
    result = json.loads(done.stdout)
    assert done.returncode == 1
    assert result["cells"] == {}
    assert [issue["severity"] for issue in result["issues"]].count("error") >= 1


def test_a_folder_of_garbage_loads_nothing(documents: dict[str, Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = nianbao("ingest", str(tmp_path / "garbage"), "--json", home=home)
    assert done.returncode == 1, done.stderr
    recap = json.loads(done.stdout)
    assert recap["status"] == "failed"
    for name in documents:
        assert sum(name in line for line in recap["failures"]) == 1, (name, recap["failures"])
    assert nianbao("sql", "select 1", home=home).returncode == 1, "nothing may be published"


def test_a_good_report_among_garbage_is_loaded_and_the_rest_named(documents: dict[str, Path], tmp_path: Path) -> None:
    good = tmp_path / "garbage" / "report.html"
    good.write_bytes(render_report("示例县教育局", 2023))
    home = tmp_path / "home"
    done = nianbao("ingest", str(tmp_path / "garbage"), "--json", home=home)
    assert done.returncode == 1, done.stderr
    recap = json.loads(done.stdout)
    assert (recap["status"], recap["new"]) == ("published", 1)
    assert not any("report.html" in line for line in recap["failures"])
    counted = nianbao("sql", "select count(*) as n from core.fact_report", "--format", "json", home=home)
    assert json.loads(counted.stdout) == [{"n": 1}]
    again = nianbao("ingest", str(good), "--json", home=home)
    assert (again.returncode, json.loads(again.stdout)["status"]) == (0, "unchanged")
