"""The command line: help everywhere, exit codes, one line for every error, quick to start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from flows.cli.app import app, run
from tests.flows.command import COMMAND


def commands() -> Iterator[tuple[str, ...]]:
    root = typer.main.get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        yield (name,)
        yield from ((name, inner) for inner in getattr(command, "commands", {}))


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_every_command_has_help_with_an_example(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    text = capsys.readouterr().out
    is_group = command == ("sources",)
    assert is_group or f"Example: nianbao {command[0]}" in " ".join(text.split())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nope"], "No such command 'nope'"),
        (["parse"], "Missing argument"),
        (["nightly", "--limit", "0"], "--limit"),
        (["backfill", "--years", "soon"], "--years soon"),
        (["backfill", "--years", "1999-2003"], "years run from 2008"),
        (["backfill", "--years", "2023-2020"], "years run from 2008"),
        (["check", "no-such-file.html"], "no such file: no-such-file.html"),
        (["ingest", "no-such-folder"], "no such file or folder: no-such-folder"),
        (["sql", "select 1", "--format", "parquet"], "--output"),
        (["sql", "select 1", "--as-of", "yesterday"], "--as-of"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    arguments: list[str],
    expected: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert expected in captured.err
    assert "next:" in captured.err.lower()
    assert captured.out == ""
    assert list(tmp_path.iterdir()) == [], "wrong use must leave nothing behind"


def test_a_folder_is_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parse", str(tmp_path)]) == 2
    assert f"is a folder; next: nianbao ingest {tmp_path}" in capsys.readouterr().err


def test_a_wrong_setting_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nianbao.toml").write_text("speed = 3\n", encoding="utf-8")
    assert run(["--home", str(tmp_path), "status"]) == 2
    assert "nianbao.toml: key speed: no such setting" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["sql", "select 1"], ["summary"], ["export"]], ids=lambda command: command[0])
def test_nothing_published_names_the_next_command(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--home", str(tmp_path), *command]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "nianbao nightly" in message


def test_status_of_an_empty_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path), "status"]) == 0
    assert "no run yet" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_help_loads_no_heavy_library() -> None:
    heavy = (
        "{'prefect', 'great_expectations', 'altair', 'duckdb', 'scipy', 'pandas', 'requests', 'pydantic', 'selectolax'}"
    )
    code = (
        "import sys; from flows.cli.app import run; run(['--help']); "
        f"found = {heavy} & set(sys.modules); assert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_a_closed_pipe_is_no_error() -> None:
    process = subprocess.Popen([*COMMAND, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) in (0, 1)  # Rich, which draws the help page, ends with 1
