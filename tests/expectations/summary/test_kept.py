"""A summary written over the last one is, byte by byte, one written into an empty folder; and what can stay, stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from expectations.catalogue import load_catalogue
from expectations.coverage import build_coverage
from expectations.summary import write_summary
from expectations.summary.shelf import NOTES
from tests.expectations.nights import COUNTY, YEARS, Nights
from tests.expectations.summary.builder import SEEN, insert
from tests.expectations.summary.conftest import AS_OF, EDUCATION, POLICE, build_county
from warehouse.connection import Connection
from warehouse.load.dimensions import load_dimensions


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a summary but the notes on what it was made from, which tell when each was written."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files.pop(NOTES, None)
    return files


def hold(folder: Path, con: Connection, as_of: object = AS_OF) -> None:
    """The folder is what the warehouse gives where nothing was before."""
    fresh = folder.with_name("afresh")
    shutil.rmtree(fresh, ignore_errors=True)
    if (folder / "captures").is_dir():
        shutil.copytree(folder / "captures", fresh / "captures")
    write_summary(con, fresh, as_of=as_of)  # type: ignore[arg-type]
    found, expected = files_of(folder), files_of(fresh)
    assert sorted(found) == sorted(expected)
    assert [name for name in found if found[name] != expected[name]] == []


def moments(folder: Path) -> dict[str, int]:
    """When every page of an organ or a county, and every notice, was written."""
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for name in ("organs", "regions", "notices")
        for path in (folder / name).iterdir()
    }


_TOUCHED = (
    ("core.fact_cell", "raw_text"), ("core.fact_cell", "address"), ("core.fact_claim", "quote"),
    ("core.fact_suspect", "why"), ("core.fact_check", "reason"), ("core.fact_report", "title"),
    ("core.fact_coverage", "reason"), ("core.dim_organ", "uscc"), ("core.dim_capture", "url"),
    ("ops.issue", "message_zh"),
)  # fmt: skip
_SHOWN = {
    "core.fact_check": "WHERE status <> 'PASS'",
    "core.fact_cell": "WHERE status <> 'missing'",
    "core.fact_coverage": "WHERE status <> 'on_time'",
}


class Desk:
    """What happens around a summary in a night that is no report: captures, runs, labels, files, an override."""

    def __init__(self, nights: Nights, home: Path) -> None:
        self.nights, self.home, self.con = nights, home, nights.con
        self.summary = home / "summary"

    def change(self) -> None:
        self.touch()
        self.nights.rng.choice(_AROUND)(self)  # one alone: what changes every page hides what should change one

    def record_run(self) -> None:
        day = SEEN + timedelta(days=self.nights.day)
        row = {"run_id": f"night-{self.nights.day}", "flow": "nightly", "started_at": day, "finished_at": day}
        more = {"status": "published", "parameters": "{}", "counts": "{}", "error": None}
        insert(self.con, "ops.run", [row | more])
        self.con.execute("UPDATE core.fact_report SET last_seen = ? WHERE is_current", [day])

    def archive(self) -> None:
        """Some pages lie in an archive file, which may be there."""
        name = f"2026/{self.nights.day}.warc.gz"
        self.con.execute(
            "UPDATE core.dim_capture SET archive_file = ?, archive_offset = 7 WHERE hash(url) % 5 = 0", [name]
        )
        if self.nights.rng.random() < 0.5:
            (self.home / "archive" / "2026").mkdir(parents=True, exist_ok=True)
            (self.home / "archive" / name).touch()

    def copy_page(self) -> None:
        """A copy of an archived page is put beside the pages, or taken away."""
        captures = self.summary / "captures"
        captures.mkdir(exist_ok=True)
        for path in list(captures.iterdir())[:1]:
            path.unlink()
        ids = self.con.execute("SELECT capture_id FROM core.fact_report WHERE is_current ORDER BY 1").fetchall()
        (captures / f"{self.nights.rng.choice(ids)[0]}.txt").write_text("a page")

    def note_issue(self) -> None:
        ids = self.con.execute("SELECT report_id FROM core.fact_report WHERE is_current ORDER BY 1").fetchall()
        words = {"message_zh": "两格粘连", "message_en": "two cells glued", "run_id": "x", "cell_key": None}
        row = {"report_id": self.nights.rng.choice(ids)[0], "capture_id": None, "code": "glued-cell"}
        insert(self.con, "ops.issue", [row | words | {"severity": self.nights.rng.choice(["info", "warning"])}])

    def touch(self) -> None:
        """Somebody changes one column of one row by hand, under no run's name, in every table that pages show."""
        for table, column in _TOUCHED:
            rows = self.con.execute(f"SELECT rowid FROM {table} {_SHOWN.get(table, '')} ORDER BY 1").fetchall()
            if rows:
                row = self.nights.rng.choice(rows)
                value = f"{column} {self.nights.day}"
                self.con.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [value, *row])

    def rename_county(self) -> None:
        name = f"示例{self.nights.day}县"
        self.con.execute("UPDATE core.dim_region SET name_zh = ? WHERE region_code = ?", [name, COUNTY])

    def relabel(self) -> None:
        label = f"行名{self.nights.day}"
        self.con.execute("UPDATE core.dim_form_cell SET row_label = ? WHERE row_code = 'granted'", [label])

    def override(self) -> None:
        """The gate of the last run was passed by override."""
        kept = self.home / "runs" / f"night-{self.nights.day}" / "gate.json"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"expectations": [], "overridden": ["P-REPORTS until 2026-12-31 by 值班员"]}))

    def forget_organ(self) -> None:
        """An organ leaves the registry, with all that is known of it."""
        rows = self.con.execute("SELECT organ_id FROM core.dim_organ ORDER BY 1").fetchall()
        gone = self.nights.rng.choice(rows)[0]
        self.con.execute("DELETE FROM core.dim_organ WHERE organ_id = ?", [gone])
        self.con.execute("DELETE FROM core.fact_coverage WHERE organ_id = ?", [gone])


_AROUND: list[Callable[[Desk], None]] = [
    Desk.archive, Desk.copy_page, Desk.note_issue, Desk.rename_county, Desk.relabel, Desk.override, Desk.forget_organ,
]  # fmt: skip


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    nights = Nights(request.param)
    load_dimensions(nights.con, identities=load_catalogue().identities, run_id="begin")
    yield Desk(nights, tmp_path)
    nights.con.close()


@pytest.mark.slow
@pytest.mark.parametrize("desk", range(3), indirect=True)
def test_over_random_nights_the_folder_is_that_of_a_summary_from_nothing(desk: Desk) -> None:
    nights, kept, written = desk.nights, 0, 0
    nights.begin()
    nights.renew_registry()
    for night in range(5):
        if night:
            nights.change()
        nights.check_changed()
        build_coverage(nights.con, f"night-{nights.day}", as_of=nights.as_of, years=YEARS)
        desk.record_run()
        if night > 1:
            desk.change()
        before = moments(desk.summary) if night else {}
        write_summary(nights.con, desk.summary, as_of=nights.as_of)
        hold(desk.summary, nights.con, nights.as_of)
        now = moments(desk.summary)
        same = {name for name, moment in now.items() if before.get(name) == moment}
        kept, written = kept + len(same), written + len(now) - len(same)
    assert kept > 20 and written > 20


@pytest.fixture
def county_of_my_own() -> Iterator[Connection]:
    con = build_county()
    yield con
    con.close()


def test_a_quiet_night_writes_no_page_again_though_everything_was_seen(
    county_of_my_own: Connection, tmp_path: Path
) -> None:
    con, folder = county_of_my_own, tmp_path / "summary"
    write_summary(con, folder, as_of=AS_OF)
    before = moments(folder)
    con.execute("UPDATE core.fact_report SET last_seen = last_seen + INTERVAL 1 DAY WHERE is_current")
    con.execute("UPDATE core.dim_capture SET last_seen = last_seen + INTERVAL 1 DAY")
    con.execute("UPDATE ops.run SET run_id = 'the-next', started_at = started_at + INTERVAL 1 DAY")
    index = write_summary(con, folder, as_of=AS_OF + timedelta(days=1))
    assert moments(folder) == before
    assert "2026-02-12" in index.read_text(encoding="utf-8")
    hold(folder, con, AS_OF + timedelta(days=1))


def test_another_figure_writes_its_organ_and_its_county_again(county_of_my_own: Connection, tmp_path: Path) -> None:
    con, folder = county_of_my_own, tmp_path / "summary"
    write_summary(con, folder, as_of=AS_OF)
    before = moments(folder)
    con.execute(
        "UPDATE core.fact_cell SET value = 8, raw_text = '8' "
        "WHERE cell_key = 't2.normative_docs.in_force' AND report_id = ?",
        [f"r-{POLICE}-2023-2"],
    )
    write_summary(con, folder, as_of=AS_OF)
    now = moments(folder)
    changed = {name for name in now if now[name] != before.get(name)}
    pages = {f"{stem}{suffix}" for stem in (f"organs/{POLICE}", "regions/990101") for suffix in (".html", ".en.html")}
    assert changed == {*pages, f"notices/{POLICE}.docx"}
    hold(folder, con)


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _edit(path: Path) -> None:
    """As long as before, and another text."""
    path.write_bytes(path.read_bytes().replace(b"0", b"1"))


def _link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("name", [f"organs/{EDUCATION}.html", "regions/990101.en.html", f"notices/{EDUCATION}.docx"])
@pytest.mark.parametrize("damage", [Path.unlink, _cut_off, _edit, _link])
def test_a_damaged_file_is_mended(
    county: Connection, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    folder = write_summary(county, tmp_path / "summary", as_of=AS_OF).parent
    damage(folder / name)
    write_summary(county, folder, as_of=AS_OF)
    (folder / name).with_name("elsewhere").unlink(missing_ok=True)
    hold(folder, county)


@pytest.mark.parametrize("notes", ["", "[]", "{", '{"organs/x.html": 1}', '{"organs/x.html": ["", 1]}', None])
def test_without_notes_that_can_be_read_everything_is_written(
    county: Connection, tmp_path: Path, notes: str | None
) -> None:
    folder = write_summary(county, tmp_path / "summary", as_of=AS_OF).parent
    before = moments(folder)
    if notes is None:
        (folder / NOTES).unlink()
    else:
        (folder / NOTES).write_text(notes)
    write_summary(county, folder, as_of=AS_OF)
    now = moments(folder)
    assert all(now[name] != before[name] for name in now)
    hold(folder, county)


def test_half_written_files_are_removed(county: Connection, tmp_path: Path) -> None:
    folder = write_summary(county, tmp_path / "summary", as_of=AS_OF).parent
    for name in (f"organs/{EDUCATION}.html.part", "index.html.part", "notices/gone.docx.part"):
        (folder / name).write_text("<!DOCTYPE")
    write_summary(county, folder, as_of=AS_OF)
    hold(folder, county)
