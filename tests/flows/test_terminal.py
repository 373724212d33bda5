"""What pages, addresses and file names say is shown at a terminal, never obeyed by it."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pyarrow as pa
import pytest
from rich.table import Table

from flows.cli.app import run
from flows.cli.progress import progress_bars
from flows.cli.rows_view import write_rows
from flows.cli.terminal import Terminal
from flows.printable import json_escaped, printable
from flows.progress import tell
from tests.sample_county import render_report
from warehouse.query import QueryResult

RED, HOME_OF_CURSOR, EIGHT_BIT = "\x1b[31m", "\x1b[H", "\x9b31m"
TURNED = "\u202e21\u202c"


def test_a_page_gives_no_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Written as entities, escape characters come through any reader of HTML."""
    marks = "&#27;[31m&#27;[H&#155;31m&#8238;21&#8236;[/b][red]:smile:"
    page = render_report(organ="示例县教育局", year=2023).decode().replace("予以公开", f"予以公开{marks}")
    document = tmp_path / "report.html"
    document.write_text(page.replace("<title>", f"<title>{marks}"), encoding="utf-8")
    for command in ("parse", "check"):
        assert run(["--home", str(tmp_path), command, str(document)]) in (0, 1)
        captured = capsys.readouterr()
        assert not {"\x1b", "\x9b", "\u202e"} & set(captured.out + captured.err)
        assert "示例县教育局" in captured.out
        assert "fault of ours" not in captured.err
    assert run(["--home", str(tmp_path), "parse", "--json", str(document)]) == 0
    printed = capsys.readouterr().out
    assert not {"\x1b", "\x9b", "\u202e"} & set(printed)
    assert json.loads(printed)["report"]["year"] == 2023


def test_an_error_line_gives_no_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(f"{RED}草稿".encode() + b"\xff")
    assert run(["--home", str(tmp_path), "parse", str(tmp_path / name)]) != 0
    error = capsys.readouterr().err
    assert "␛[31m草稿\N{REPLACEMENT CHARACTER}" in error
    assert error.count("\n") == 1


def test_the_note_of_a_bar_is_no_markup() -> None:
    """An address with a closing tag in it ended the run."""
    stream = io.StringIO()
    console = Terminal(file=stream, force_terminal=True, width=120, color_system=None)
    with progress_bars(console):
        tell("fetch", 1, 3, f"http://a.example/x[/b]{RED}")
    assert "http://a.example/x[/b]␛[31m" in stream.getvalue()


def test_a_table_prints_what_its_cells_say() -> None:
    stream = io.StringIO()
    table = Table("标题", "地址")
    table.add_row(f"报告[/b]:smile:{HOME_OF_CURSOR}", f"http://a.example/{TURNED}")
    Terminal(file=stream, width=120).print(table, f"[red]{EIGHT_BIT}")
    shown = stream.getvalue()
    assert "报告[/b]:smile:␛[H" in shown
    assert "http://a.example/\N{REPLACEMENT CHARACTER}21\N{REPLACEMENT CHARACTER}" in shown
    assert "[red]\N{REPLACEMENT CHARACTER}31m" in shown


def test_our_own_colours_stay() -> None:
    stream = io.StringIO()
    Terminal(file=stream, force_terminal=True, width=80, color_system="standard").print("failed", style="red")
    assert stream.getvalue() == "\x1b[31mfailed\x1b[0m\n"


def test_rows_of_a_query_are_shown_as_they_are_and_written_to_files_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = QueryResult(pa.table({"quote": [f"[/b]{RED}全年"]}), is_cut=False)
    write_rows(result, "table", None)
    assert "[/b]␛[31m全年" in capsys.readouterr().out
    write_rows(result, "csv", tmp_path / "rows.csv")
    assert RED in (tmp_path / "rows.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一行\n两行\t列", "一行\n两行\t列"),
        ("\x00\x07\x1b\r\x7f", "␀␇␛␍\N{REPLACEMENT CHARACTER}"),
        ("\u2066a\u2069\u200f\ud800", "\N{REPLACEMENT CHARACTER}a" + "\N{REPLACEMENT CHARACTER}" * 3),
        ("示例县 é 😀 [/b]", "示例县 é 😀 [/b]"),
    ],
)
def test_signs_stand_for_commands(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert json.loads(json_escaped(json.dumps(text, ensure_ascii=False))) == text
