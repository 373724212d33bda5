"""``current.json``: which publications exist and which one is current. Replaced in one step, never edited."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import StoreDamaged
from warehouse.models import Publication

POINTER_FILE = "current.json"
LINK_FILE = "nianbao.duckdb"
FILE_PREFIX = "nianbao-"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Pointer:
    """The publications kept, oldest first; the last one is current. ``next_number`` never comes down again."""

    publications: tuple[Publication, ...]
    next_number: int

    @property
    def current(self) -> Publication | None:
        """What readers see."""
        return self.publications[-1] if self.publications else None


def read_pointer(folder: Path) -> Pointer:
    """Read the pointer; a folder without one has published nothing.

    Raises:
        StoreDamaged: the pointer cannot be read, or is gone while publications lie beside it.
    """
    path = folder / POINTER_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        _refuse_lost_pointer(folder)
        return Pointer((), 1)
    try:
        fields = json.loads(text)
        publications = tuple(_publication(folder, row) for row in fields["publications"])
        return Pointer(publications, fields["next_number"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{path} is no pointer of this program ({error}); next: restore it from a backup") from error


def write_pointer(folder: Path, pointer: Pointer) -> None:
    """Replace the pointer and the link for people; a reader sees the old one or the new one."""
    fields = {
        "format": _FORMAT,
        "next_number": pointer.next_number,
        "current": pointer.publications[-1].publication_id,
        "publications": [_row(publication) for publication in pointer.publications],
    }
    beside = folder / f"{POINTER_FILE}.tmp"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(fields, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / POINTER_FILE)
    sync_folder(folder)
    link = folder / f"{LINK_FILE}.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(pointer.publications[-1].path.name)
    link.replace(folder / LINK_FILE)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_lost_pointer(folder: Path) -> None:
    files = sorted(folder.glob(f"{FILE_PREFIX}*.duckdb"))
    # A first publication killed before its pointer was written leaves one file that no reader ever saw.
    if len(files) > 1:
        raise StoreDamaged(
            f"{folder / POINTER_FILE} is missing beside {len(files)} publications; "
            f"next: restore it, or move the files away (newest: {files[-1].name})"
        )


def _publication(folder: Path, row: dict[str, str]) -> Publication:
    published = datetime.fromisoformat(row["published_at"]).astimezone(UTC)
    return Publication(row["publication_id"], row["run_id"], published, folder / row["file"])


def _row(publication: Publication) -> dict[str, str]:
    return {
        "publication_id": publication.publication_id,
        "run_id": publication.run_id,
        "published_at": publication.published_at.isoformat(),
        "file": publication.path.name,
    }
