"""An export over an earlier one is, byte by byte, one into an empty folder, and takes over what did not change."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from expectations.catalogue import load_catalogue
from expectations.coverage import build_coverage
from tests.expectations.nights import YEARS, Nights
from tests.warehouse.documents import make_item
from warehouse.connection import Connection
from warehouse.export import export_all
from warehouse.export.earlier import CONTENTS_FILE, SUMS_FILE
from warehouse.load import load_reports
from warehouse.load.dimensions import load_dimensions
from warehouse.marts import build_marts
from warehouse.scratch import open_scratch


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def taken_over(before: dict[str, int], folder: Path) -> set[str]:
    """Files that are the very files of the export before."""
    return {name for name, node in nodes(folder).items() if before.get(name) == node}


def nodes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def hold(con: Connection, folder: Path) -> None:
    """The folder is what an export into an empty one gives, with another number of threads."""
    con.execute("SET threads = 3")
    fresh = folder.with_name("afresh") / str(len(list(folder.parent.glob("afresh/*"))))
    found, expected = files_of(folder), files_of(export_all(con, fresh).folder)
    con.execute("SET threads = 1")
    assert sorted(found) == sorted(expected)
    assert [name for name in found if found[name] != expected[name]] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_over_random_nights_an_export_is_that_into_an_empty_folder(seed: int, tmp_path: Path) -> None:
    nights, folder, taken = Nights(seed), tmp_path / "exports", 0
    load_dimensions(nights.con, identities=load_catalogue().identities, run_id="begin")
    nights.begin()
    for night in range(4):
        if night:
            nights.change()
        nights.check_changed()
        build_coverage(nights.con, f"night-{night}", as_of=nights.as_of, years=YEARS)
        build_marts(nights.con, f"night-{night}")
        before = nodes(folder) if night else {}
        export_all(nights.con, folder)
        taken += len(taken_over(before, folder))
        hold(nights.con, folder)
    assert taken > 20
    nights.con.close()


@pytest.fixture
def con() -> Iterator[Connection]:
    with open_scratch() as opened:
        items = [make_item(year=year, body=f"{year}", url=f"https://x.invalid/{year}") for year in (2021, 2022, 2023)]
        load_reports(opened, items, "one")
        build_marts(opened, "one")
        yield opened


def test_what_is_the_same_is_taken_over_and_only_the_year_that_changed_is_written(
    con: Connection, tmp_path: Path
) -> None:
    folder = export_all(con, tmp_path / "exports").folder
    before = nodes(folder)
    con.execute(
        "UPDATE core.fact_cell SET value = 7, status = 'reported', raw_text = '7' WHERE cell_key = 't3.granted.total' "
        "AND report_id = (SELECT report_id FROM core.fact_report WHERE year = 2022)"
    )
    export_all(con, folder)
    taken = taken_over(before, folder)
    cells = "parquet/core.fact_cell/year={}/data_0.parquet"
    assert {cells.format(2021), cells.format(2023), "csv/mart.organ.csv", "parquet/mart.organ/data_0.parquet"} <= taken
    assert cells.format(2022) not in taken
    hold(con, folder)


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def _edit(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])


def _link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("damage", [Path.unlink, _cut_off, _edit, _link])
@pytest.mark.parametrize("name", ["nianbao.xlsx", "parquet/core.fact_cell/year=2022/data_0.parquet"])
def test_a_damaged_file_is_written_again(
    con: Connection, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    folder = export_all(con, tmp_path / "exports").folder
    damage(folder / name)
    export_all(con, folder)
    hold(con, folder)


@pytest.mark.parametrize("name", [CONTENTS_FILE, SUMS_FILE])
@pytest.mark.parametrize("text", [None, "{", "[]"])
def test_without_its_notes_an_export_is_written_whole(
    con: Connection, tmp_path: Path, name: str, text: str | None
) -> None:
    folder = export_all(con, tmp_path / "exports").folder
    before = nodes(folder)
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)
    export_all(con, folder)
    assert taken_over(before, folder) == set()
    hold(con, folder)


def test_on_a_file_system_without_links_files_are_copied(
    con: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = export_all(con, tmp_path / "exports").folder
    before = nodes(folder)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")  # what exFAT and some network mounts answer

    monkeypatch.setattr(os, "link", refuse)
    export_all(con, folder)
    assert taken_over(before, folder) == set()
    hold(con, folder)


def test_an_export_leaves_nothing_behind_in_the_connection(con: Connection, tmp_path: Path) -> None:
    before = con.execute("SELECT count(*) FROM duckdb_databases() WHERE NOT internal").fetchall()
    export_all(con, tmp_path / "exports")
    export_all(con, tmp_path / "exports")
    assert con.execute("SELECT count(*) FROM duckdb_databases() WHERE NOT internal").fetchall() == before
