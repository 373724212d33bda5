"""Addresses and file names that hostile text cannot bend: only web links, only plain names, only relative paths."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_UNSAFE = re.compile(r"[^0-9A-Za-z_-]+")
LONGEST_NAME = 80
UNSAFE_COPIES = frozenset({".html", ".htm", ".xhtml", ".svg"})


def web_address(url: str | None) -> str | None:
    """``url`` when it is an http(s) address with a host, else None: javascript:, data: and file: are never linked."""
    if not url or any(ord(character) <= 32 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.hostname else None


def file_stem(identifier: str) -> str:
    """A file name for an identifier: itself when plain, else its plain characters and a digest that keeps it unique."""
    if _PLAIN.fullmatch(identifier) and len(identifier) <= LONGEST_NAME:
        return identifier
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:10]
    plain = _UNSAFE.sub("-", identifier).strip("-")[: LONGEST_NAME - 11]
    return f"{plain}-{digest}" if plain else digest


class Beside:
    """What lies beside the pages and may be linked from them: the archive, and copies of archived pages.

    Looked at once: a page is written for each of thousands of organs.
    """

    def __init__(self, folder: Path) -> None:
        self._archive = folder.parent / "archive"
        self._is_archived = cache(lambda path: (self._archive / path).is_file())
        self._copies = _list_copies(folder / "captures")

    def links(self, archive_file: str | None, capture_id: str) -> tuple[str | None, str | None]:
        """Where a page one level below the folder leads for a report: to its archived bytes, and to a copy of them."""
        return self.archive_link(archive_file), self.capture_link(capture_id)

    def archive_link(self, archive_file: str | None) -> str | None:
        """The archived WARC file (``NIANBAO_HOME/archive``); None where it is not on this disk.

        A path that leaves the archive is no link.
        """
        if not archive_file:
            return None
        path = PurePosixPath(archive_file)
        if path.is_absolute() or ".." in path.parts or not self._is_archived(path):
            return None
        return "../../archive/" + quote(str(path))

    def capture_link(self, capture_id: str) -> str | None:
        """A copy of the archived page under ``captures/``, if one is there.

        Whoever publishes the summary may write ``captures/<capture_id>.txt`` (or .pdf …). An HTML copy is not linked:
        it would run the publisher's scripts from the reader's own disk.
        """
        name = self._copies.get(capture_id) if _PLAIN.fullmatch(capture_id) else None
        return "../captures/" + quote(name) if name else None


def _list_copies(folder: Path) -> dict[str, str]:
    """Names of the copies that may be linked, by capture; the first where there are several."""
    names = sorted((path.name for path in folder.iterdir()), reverse=True) if folder.is_dir() else []
    safe = (name for name in names if PurePosixPath(name).suffix.lower() not in UNSAFE_COPIES)
    return {name.partition(".")[0]: name for name in safe if "." in name}
