"""`nianbao sources`: list, lint, probe, add, on a registry of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.sample import make_sample_home
from flows.settings import load_settings

REGISTRY = """province: 示例省
sources:
  - {id: jia-gov, region: "990101", organ: 示例县人民政府, platform: trs, url: 'http://www.jia.gov.cn/nb/'}
"""
ADD = [
    *("sources", "add", "--file", "shili.yaml", "--id", "yi-gov", "--region", "990201"),
    *("--organ", "样本县人民政府", "--platform", "jcms", "--url", "http://www.yi.gov.cn/nb/"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "shili.yaml").write_text(REGISTRY, encoding="utf-8")
    monkeypatch.setenv("NIANBAO_REGISTRY", str(folder))
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "home"))
    return folder


def test_list_and_lint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "list", "--json"]) == 0
    assert [source["id"] for source in json.loads(capsys.readouterr().out)["sources"]] == ["jia-gov"]
    assert run(["sources", "lint"]) == 0
    (folder / "shili.yaml").write_text(
        REGISTRY.replace("platform: trs", "platform: trs, covres: own"), encoding="utf-8"
    )
    assert run(["sources", "lint"]) == 1
    assert "covres" in capsys.readouterr().out
    assert run(["sources", "list"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_add_writes_one_line_that_list_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ADD) == 0
    text = (folder / "shili.yaml").read_text(encoding="utf-8")
    assert text.startswith(REGISTRY)
    assert text.count("\n") == REGISTRY.count("\n") + 1
    capsys.readouterr()
    assert run(["sources", "list", "--only", "990201", "--json"]) == 0
    assert [source["id"] for source in json.loads(capsys.readouterr().out)["sources"]] == ["yi-gov"]


@pytest.mark.parametrize("wrong", [("990201", "99"), ("jcms", "jmcs"), ("yi-gov", "jia-gov")])
def test_a_wrong_line_is_refused_and_the_file_stays(
    wrong: tuple[str, str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([wrong[1] if word == wrong[0] else word for word in ADD]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert (folder / "shili.yaml").read_text(encoding="utf-8") == REGISTRY


def test_probe_tells_what_a_night_would_take(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    make_sample_home(load_settings(home))
    assert run(["--home", str(home), "sources", "probe", "shili-trs-1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["night"]["status"] == "complete"
    verdicts = {candidate["is_accepted"] for candidate in found["candidates"]}
    assert verdicts == {True, False}
    assert sorted(path.name for path in home.iterdir()) == ["nianbao.toml"]
    assert run(["--home", str(home), "sources", "probe", "shili-blocked-1"]) == 1
    assert "blocked" in capsys.readouterr().out


def test_probe_needs_to_know_whose_list_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "probe", "http://www.yi.gov.cn/nb/"]) == 2
    assert "--organ" in capsys.readouterr().err
    assert run(["sources", "probe", "nobody"]) == 2
    assert "nianbao sources list" in capsys.readouterr().err
