"""The export before: a file whose content is the same now is taken over from it instead of being written again.

What an export was made from is kept in it (``.contents.json``): for every file a digest of its rows, as SQL has them,
and of the program that writes them. Rows are written in an order that follows from their content alone, so that equal
rows are equal bytes. A file taken over is the very bytes that its own checksum was made of, else it is written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import warehouse
from warehouse.program import program_digest

CONTENTS_FILE = ".contents.json"
SUMS_FILE = "SHA256SUMS"
LIBRARIES = ("duckdb", "xlsxwriter")
WAREHOUSE = Path(str(warehouse.__file__)).parent
"""What makes files out of rows: code, SQL and dictionary."""


class Target:
    """A folder that an export is written into, with the export it will replace."""

    def __init__(self, folder: Path, earlier: Path) -> None:
        self.folder = folder
        self._earlier = earlier
        self._held = _read_contents(earlier / CONTENTS_FILE)
        self._sums = _read_sums(earlier / SUMS_FILE)
        self._contents: dict[str, str] = {}

    def take_over(self, path: str, content: str) -> bool:
        """Note what a file holds, and take it over where the export before has it; False where it is to be written."""
        digest = hashlib.sha256(f"{program_digest((WAREHOUSE,), LIBRARIES)} {content}".encode()).hexdigest()[:32]
        self._contents[path] = digest
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        if self._held.get(path) != digest or not self._is_whole(path):
            return False
        _link(self._earlier / path, self.folder / path)
        return True

    def write_contents(self) -> None:
        """Write down what every file was made from."""
        text = json.dumps(self._contents, indent=0, sort_keys=True)
        (self.folder / CONTENTS_FILE).write_text(text + "\n", encoding="utf-8")

    def _is_whole(self, path: str) -> bool:
        source = self._earlier / path
        return source.is_file() and not source.is_symlink() and file_digest(source) == self._sums.get(path)


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _link(source: Path, target: Path) -> None:
    """A second name for the same file, so that the export before stays whole until this one takes its place."""
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def _read_contents(path: Path) -> dict[str, str]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _read_sums(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
