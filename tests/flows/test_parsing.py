"""Documents parsed in processes: in order, and none of them can end a run."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.captures import entry_of, make_capture
from extract.models import ArchiveEntry
from flows import parsing
from flows.parsing import Parsers
from flows.settings import ParseSettings
from tests.flows.prefect_server import wait_until
from tests.flows.processes import CHECKOUT
from tests.sample_county import render_report

SETTINGS = ParseSettings(processes=2, seconds_per_document=10)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def archive_all(archive: Archive, bodies: Sequence[bytes]) -> list[ArchiveEntry]:
    with archive:
        captures = [
            archive.append(make_capture(f"http://www.shili.gov.cn/{n}.html", datetime.now(UTC), 200, (), body))
            for n, body in enumerate(bodies)
        ]
    return [entry_of(capture, is_revisit=False) for capture in captures]


def test_documents_come_back_in_order_and_whole(archive: Archive) -> None:
    years = range(2019, 2026)
    entries = archive_all(archive, [render_report("示例县教育局", year) for year in years] * 7)
    with Parsers(SETTINGS, archive.folder) as parsers:
        items = list(parsers.parse(entries))
    assert [item.capture for item in items] == entries
    assert [item.parsed.report.year for item in items] == list(years) * 7


def test_no_documents(archive: Archive) -> None:
    with Parsers(SETTINGS, archive.folder) as parsers:
        assert list(parsers.parse([])) == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_lost_process_loses_no_document(
    how: signal.Signals, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "_CHUNK", 4)
    monkeypatch.setattr(parsing, "_patience", lambda settings, documents: 20)
    entries = archive_all(archive, [render_report("示例县教育局", 2019 + n % 7) for n in range(30)])
    with Parsers(SETTINGS, archive.folder) as parsers:
        found = parsers.parse(entries)
        items = [next(found)]
        for process in multiprocessing.active_children():
            assert process.pid is not None
            os.kill(process.pid, how)
        items += list(found)
    assert [item.capture for item in items] == entries
    assert [item.parsed.report.year for item in items] == [2019 + n % 7 for n in range(30)]


def die_answering(*_order: object) -> list[bytes]:
    """Work of a process that is killed after the first bytes of its answer, as when memory runs out then."""

    def send_some(connection: Connection, answer: memoryview, _write: object = None) -> None:
        os.write(connection.fileno(), answer[:4])
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = send_some  # type: ignore[attr-defined]
    return [bytes(100_000)]


@pytest.mark.timeout(120)
def test_a_process_killed_in_the_middle_of_its_answer_is_missed_at_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = archive_all(archive, [render_report("示例县教育局", 2023)])
    with Parsers(SETTINGS, archive.folder) as parsers:
        assert len(list(parsers.parse(entries))) == 1
        monkeypatch.setattr(parsing, "_parse_chunk", die_answering)
        (item,) = parsers.parse(entries)
        assert [issue.code for issue in item.parsed.issues] == ["parser_killed"]
        monkeypatch.undo()
        (item,) = parsers.parse(entries)
    assert item.parsed.is_report


def test_a_slow_document_is_named_and_the_next_one_read(archive: Archive) -> None:
    entries = archive_all(archive, [render_report("示例县教育局", 2023)])
    with Parsers(ParseSettings(processes=1, seconds_per_document=0.0005), archive.folder) as parsers:
        (item,) = parsers.parse(entries)
    assert not item.parsed.is_report
    assert [issue.code for issue in item.parsed.issues] == ["parser_too_slow"]
    with Parsers(SETTINGS, archive.folder) as parsers:
        (item,) = parsers.parse(entries)
    assert item.parsed.is_report


def test_a_defect_of_the_parser_costs_one_document(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_document: object) -> None:
        raise AttributeError("no such\nthing")

    (entry,) = archive_all(archive, [render_report("示例县教育局", 2023)])
    monkeypatch.setattr("transform.parse.parse_document", fail)
    (item,) = parsing._parse_chunk([entry], archive.folder, 10, ())
    (issue,) = item.parsed.issues
    assert (issue.code, item.parsed.is_report) == ("parser_defect", False)
    assert issue.message_en == "defect in the parser: AttributeError: no such thing; it is left out; next: report it"


def test_bytes_that_are_no_document_are_named(archive: Archive) -> None:
    entries = archive_all(archive, [b"%PDF-1.7 torn"])
    with Parsers(SETTINGS, archive.folder) as parsers:
        (item,) = parsers.parse(entries)
    assert not item.parsed.is_report
    assert [issue.severity for issue in item.parsed.issues] == ["error"]


PARSE_AND_WAIT = """
import multiprocessing, sys, time
from pathlib import Path
from extract.archive import Archive
from flows.parsing import Parsers
from flows.settings import ParseSettings
if __name__ == "__main__":
    archive = Archive(Path(sys.argv[1]))
    with Parsers(ParseSettings(processes=2), archive.folder) as parsers:
        list(parsers.parse(list(archive.entries())))
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        time.sleep(60)
"""


def test_processes_end_with_a_run_that_is_killed(archive: Archive, tmp_path: Path) -> None:
    archive_all(archive, [render_report("示例县教育局", 2024)])
    script = tmp_path / "parse_and_wait.py"
    script.write_text(PARSE_AND_WAIT)
    command = [sys.executable, str(script), str(archive.folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT)}
    ) as run:
        assert run.stdout is not None
        children = [Path("/proc") / pid for pid in run.stdout.readline().split()]
        assert children
        assert all(child.exists() for child in children)
        run.kill()
    assert wait_until(lambda: not any(child.exists() for child in children), 20)
