"""The summary's folder: what lies there, what each file was made from, and so what need not be made again.

A file stays as it is only where its name, size and time of change are those noted when it was written, and what it is
to be made from now (digests.py) is what it was made from then. Anything else is written again: a file that is gone,
cut off or edited, one of another version of the program, one that a run wrote that was killed before its note.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

NOTES = ".made-from.json"
"""What every kept file was made from; written after them and whole, so that it never vouches for a file not there."""
KEPT_FOLDERS = ("organs", "regions", "notices")
"""Folders of ours: what no organ or county of today has is removed from them."""
PART = ".part"

Stamp = tuple[int, int]
"""Size in bytes, and time of the last change in ns."""


class Shelf:
    """Writes files into the summary's folder, each in one step, and knows which may stay."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("", *KEPT_FOLDERS):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self._lying = dict(_look_around(folder))
        self._noted = _read_notes(folder / NOTES)
        self._kept: dict[str, tuple[str, Stamp]] = {}
        self._is_changed = False

    def keep(self, names: tuple[str, ...], digest: str) -> bool:
        """Keep these files if all of them were made from this; False where they have to be written."""
        found = [(name, (digest, stamp)) for name in names if (stamp := self._lying.get(name)) is not None]
        if len(found) < len(names) or any(self._noted.get(name) != note for name, note in found):
            return False
        self._kept.update(found)
        return True

    def write(self, name: str, content: bytes, digest: str = "") -> None:
        """Write or replace one file; ``digest`` is what it was made from, empty where it is made anew every night."""
        path = self.folder / name
        beside = path.with_name(path.name + PART)
        beside.write_bytes(content)
        status = beside.stat()
        beside.replace(path)
        self._is_changed = True
        self._kept[name] = (digest, (status.st_size, status.st_mtime_ns))

    def close(self) -> None:
        """Remove what is nobody's any more and note what every kept file was made from."""
        for name in self._lying.keys() - self._kept.keys():
            (self.folder / name).unlink(missing_ok=True)
        self.note()

    def note(self) -> None:
        """Note what every file kept or written so far was made from, so that none of them need be written again."""
        if self._is_changed:
            os.sync()  # the notes must not outlive a power cut that the pages they vouch for did not
        notes = {name: [digest, *stamp] for name, (digest, stamp) in self._kept.items() if digest}
        self.write(NOTES, json.dumps(notes, separators=(",", ":")).encode())


def _look_around(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """Files of ours and half-written ones, with size and time of change."""
    for name in KEPT_FOLDERS:
        for entry in os.scandir(folder / name):
            if entry.is_file(follow_symlinks=False) and entry.name.endswith((".html", ".docx", PART)):
                status = entry.stat(follow_symlinks=False)
                yield f"{name}/{entry.name}", (status.st_size, status.st_mtime_ns)
    for path in folder.glob(f"*{PART}"):
        yield path.name, (0, 0)


def _read_notes(path: Path) -> dict[str, tuple[str, Stamp]]:
    """What is noted of each file; nothing where there are no notes, or they cannot be read."""
    try:
        notes = json.loads(path.read_bytes())
        return {name: (digest, (size, changed)) for name, (digest, size, changed) in notes.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
