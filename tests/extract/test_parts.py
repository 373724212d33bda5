"""A part is written elsewhere on top of the archive, and adopted whole."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.models import ArchiveEntry, Capture
from extract.parts import PartArchive, part_file
from tests.extract.test_archive import page


def write_part(home: Path, name: str, *captures: Capture) -> Path:
    """Write a part over ``home`` as a worker does, and return its file."""
    with PartArchive(home, home.parent / name, name) as part:
        for capture in captures:
            part.append(capture)
        assert [part.read(entry).sha256 for entry in part.entries()]
    return part.part


def adopt(home: Path, file: Path, name: str) -> None:
    with Archive(home) as archive, file.open("rb") as part:
        archive.adopt_part(part, part_file(name))


def bodies(home: Path) -> list[tuple[ArchiveEntry, bytes]]:
    archive = Archive(home)
    return [(entry, archive.read(entry).body) for entry in archive.entries()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An archive that holds page 1."""
    with Archive(tmp_path / "archive") as archive:
        archive.append(page(1))
    return tmp_path / "archive"


def test_a_part_reads_as_if_appended_here(home: Path) -> None:
    elsewhere = replace(page(1), url="http://www.shili.gov.cn/copy-of-1.html")
    again = replace(page(2), url="http://www.shili.gov.cn/copy-of-2.html")
    captures = (elsewhere, page(2), again)
    adopt(home, write_part(home, "a", *captures), "a")
    found = bodies(home)
    assert [entry.url for entry, _ in found] == [page(1).url, *(capture.url for capture in captures)]
    assert [body for _, body in found[1:]] == [capture.body for capture in captures]
    assert [entry.is_revisit for entry, _ in found] == [False, True, False, True]
    files = [entry.archive.file for entry, _ in found if entry.archive]
    assert files == [files[0], files[0], part_file("a"), part_file("a")]


def test_adopted_twice_is_adopted_once(home: Path) -> None:
    file = write_part(home, "a", page(2))
    adopt(home, file, "a")
    before = bodies(home)
    adopt(home, file, "a")
    assert bodies(home) == before


def test_killed_before_the_index_was_written(home: Path) -> None:
    file = write_part(home, "a", page(2), page(3))
    shutil.copy(file, home / part_file("a"))
    with Archive(home) as archive:
        archive.append(page(4))
    assert sorted(entry.url for entry, _ in bodies(home)) == sorted(page(number).url for number in (1, 2, 3, 4))


def test_killed_while_the_part_was_copied(home: Path) -> None:
    file = write_part(home, "a", page(2), page(3))
    (home / f"{part_file('a')}.incoming").write_bytes(file.read_bytes()[:300])
    with Archive(home) as archive:
        archive.open_for_writing()
    assert len(bodies(home)) == 1
    adopt(home, file, "a")
    assert len(bodies(home)) == 3
    assert not list((home / "warc").glob("*.incoming"))


def test_a_part_cut_off_gives_its_whole_records(home: Path) -> None:
    file = write_part(home, "a", page(2), page(3))
    file.write_bytes(file.read_bytes()[:-20])
    adopt(home, file, "a")
    assert [entry.url for entry, _ in bodies(home)] == [page(1).url, page(2).url]
