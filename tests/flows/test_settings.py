"""Settings: environment over file over default, and one line that names the culprit."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.settings import load_settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for variable in [name for name in os.environ if name.startswith("NIANBAO_")]:
        monkeypatch.delenv(variable)


def write_config(home: Path, text: str) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    (home / "nianbao.toml").write_text(text, encoding="utf-8")
    return home


def test_home_is_data_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().home == tmp_path / "data"


def test_home_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "elsewhere"))
    assert load_settings().home == tmp_path / "elsewhere"
    assert load_settings(tmp_path / "argument").home == tmp_path / "argument"


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = write_config(tmp_path, 'profile = "sample"\n[crawl]\ndelay = 3\nthreads = 4\n')
    monkeypatch.setenv("NIANBAO_CRAWL__DELAY", "0.5")
    settings = load_settings(home)
    assert (settings.profile, settings.crawl.delay, settings.crawl.threads) == ("sample", 0.5, 4)


def test_policy_takes_what_is_set_and_leaves_the_rest(tmp_path: Path) -> None:
    from extract.policy import CrawlPolicy

    home = write_config(tmp_path, "[crawl]\ndelay = 3\n")
    policy = load_settings(home).crawl.policy(is_sample=False)
    assert policy == CrawlPolicy(delay=3)
    assert not policy.is_loopback_allowed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("retention = 3\n", "key retention"),
        ("[crawl]\ndeley = 3\n", "key crawl.deley: no such setting"),
        ('profile = "test"\n', "key profile"),
        ("[retention]\npublications = 1\n", "key retention.publications"),
        ("profile = \n", "no valid TOML"),
    ],
)
def test_a_wrong_key_is_named_in_one_line(tmp_path: Path, text: str, expected: str) -> None:
    home = write_config(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(home)
    message = str(caught.value)
    assert expected in message
    assert str(home / "nianbao.toml") in message
    assert "\n" not in message


def test_an_unknown_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CRAWLER__DELAY", "1")
    with pytest.raises(SettingsError, match="NIANBAO_CRAWLER__DELAY: no such setting"):
        load_settings(tmp_path)


def test_a_wrong_value_in_a_variable_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CRAWL__DELAY", "soon")
    with pytest.raises(SettingsError, match="environment variable NIANBAO_CRAWL__DELAY"):
        load_settings(tmp_path)


def test_the_file_cannot_move_the_home(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="key home"):
        load_settings(write_config(tmp_path, 'home = "/elsewhere"\n'))
