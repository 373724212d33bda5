"""A summary that was killed is mended by the next one, and another version of the program writes every page again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import expectations
from expectations.summary import write, write_summary
from expectations.summary.shelf import NOTES
from extract.models import Progress
from tests.expectations.summary.builder import FakeReport, add_reports, finish, insert, open_county, organ_row
from tests.expectations.summary.conftest import AS_OF
from tests.expectations.summary.test_kept import files_of, hold, moments
from warehouse.connection import Connection
from warehouse.store import Store

CHECKOUT = Path(expectations.__file__).parents[1]
PACKAGES = ("extract", "transform", "warehouse", "expectations")
ORGANS = [f"o{number:03d}" for number in range(60)]
WRITE = """
import sys
from datetime import date
from pathlib import Path
from expectations.summary import write_summary
from warehouse.store import Store
home = Path(sys.argv[1])
with Store(home).open_published() as con:
    write_summary(con, home / "summary", as_of=date(2026, 2, 11))
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose warehouse has sixty organs with a report each."""
    home = tmp_path_factory.mktemp("published")
    con = open_county()
    insert(con, "core.dim_organ", [organ_row(organ, f"示例县{organ}局") for organ in ORGANS])
    add_reports(con, [FakeReport(organ, 2023) for organ in ORGANS])
    finish(con)
    with Store(home).stage("one") as staging:
        _copy(con, staging.connection)
        staging.publish()
    return home


def _copy(source: Connection, target: Connection) -> None:
    for schema, name in source.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('core', 'ops') AND NOT temporary"
    ).fetchall():
        target.register("rows", source.sql(f"FROM {schema}.{name}").to_arrow_table())
        target.execute(f"DELETE FROM {schema}.{name}; INSERT INTO {schema}.{name} BY NAME FROM rows")
        target.unregister("rows")


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "home", symlinks=True))


@pytest.fixture
def con(home: Path) -> Iterator[Connection]:
    with Store(home).open_published() as opened:
        yield opened


def _start(home: Path, program: Path = CHECKOUT) -> subprocess.Popen[bytes]:
    """Write the summary in a process of its own, with the program that lies in a folder."""
    return subprocess.Popen([sys.executable, "-c", WRITE, str(home)], cwd=program)


def _write(home: Path, program: Path) -> None:
    assert _start(home, program).wait() == 0


@pytest.mark.parametrize("pages_written", [1, 40])
def test_a_summary_killed_between_pages_is_mended(
    home: Path, con: Connection, tmp_path: Path, pages_written: int
) -> None:
    folder = write_summary(con, home / "summary", as_of=AS_OF).parent
    with Store(home).stage("two") as staging:
        staging.connection.execute("UPDATE core.dim_form_cell SET row_label = '改过的行名' WHERE row_code = 'granted'")
        staging.publish()
    before, notes = moments(folder), (folder / NOTES).read_bytes()
    process = _start(home)
    while sum(moments_or_none(folder, name) != moment for name, moment in before.items()) < pages_written:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert (folder / NOTES).read_bytes() == notes
    with Store(home).open_published() as changed:
        hold_after(folder, changed)


def test_an_interrupted_summary_goes_on_behind_the_last_whole_batch(
    home: Path, con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first summary of a whole country takes minutes, and so does the one after an upgrade."""
    monkeypatch.setattr(write, "ORGANS_READ_AT_ONCE", 20)
    seen: list[Progress] = []

    def interrupt(progress: Progress) -> None:
        seen.append(progress)
        if progress.done == 50:
            raise KeyboardInterrupt

    folder = home / "summary"
    with pytest.raises(KeyboardInterrupt):
        write_summary(con, folder, as_of=AS_OF, on_progress=interrupt)
    assert [step.done for step in seen] == list(range(1, 51))
    assert {step.total for step in seen} == {len(ORGANS)}
    before = moments(folder)
    hold_after(folder, con)
    kept = [name for name, moment in moments(folder).items() if before.get(name) == moment]
    assert len([name for name in kept if name.startswith("organs/")]) == 2 * 40


def moments_or_none(folder: Path, name: str) -> int | None:
    try:
        return (folder / name).stat().st_mtime_ns
    except FileNotFoundError:
        return None


def hold_after(folder: Path, con: Connection) -> None:
    write_summary(con, folder, as_of=AS_OF)
    hold(folder, con)


EDITS = [
    ("expectations/summary/labels.yaml", "政府信息公开工作年度报告", "年度报告"),
    ("expectations/summary/templates/organ_parts.html.j2", "<dl class=\"facts\">", "<dl class=\"facts other\">"),
    ("expectations/summary/templates/page.css", "--chart-late:#e2a63b", "--chart-late:#e2a63c"),
    ("expectations/summary/names.py", 'text.replace("-", "−")', 'text.replace("-", "−").replace("2", "二")'),
    ("transform/forms/2021.yaml", "行政许可", "行政之许可"),
]  # fmt: skip
"""What an upgrade changes: words, a template, the style, code, a form."""


def test_an_upgrade_writes_every_page_again(home: Path, tmp_path: Path) -> None:
    program = tmp_path / "program"
    for name in PACKAGES:
        shutil.copytree(CHECKOUT / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    folder = home / "summary"
    _write(home, program)
    before = moments(folder)
    _write(home, program)
    assert moments(folder) == before
    for name, old, new in EDITS:
        path = program / name
        text = path.read_text(encoding="utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new), encoding="utf-8")
        _write(home, program)
        now = moments(folder)
        assert [page for page in now if now[page] == before.get(page)] == [], name
        before = now
    written = files_of(folder)
    shutil.rmtree(folder)
    _write(home, program)
    assert files_of(folder) == written


def test_what_a_program_wrote_that_was_replaced_under_it_is_written_again(home: Path, tmp_path: Path) -> None:
    """An upgrade while a night runs: words are read anew and code is not."""
    program = tmp_path / "program"
    for name in PACKAGES:
        shutil.copytree(CHECKOUT / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    labels = program / "expectations" / "summary" / "labels.yaml"
    text = labels.read_text(encoding="utf-8")
    replace = f"Path({str(labels)!r}).write_text(Path({str(labels)!r}).read_text().replace('年度报告', '年报'))\n"
    program_under_way = WRITE.replace("home = ", f"import warehouse.store, transform.forms\n{replace}home = ")
    assert subprocess.run([sys.executable, "-c", program_under_way, str(home)], cwd=program, check=True)
    assert labels.read_text(encoding="utf-8") != text
    folder = home / "summary"
    before = moments(folder)
    _write(home, program)
    now = moments(folder)
    assert [page for page in now if now[page] == before.get(page)] == []
    _write(home, program)
    assert moments(folder) == now
