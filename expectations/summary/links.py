"""Addresses and file names that hostile text cannot bend: only web links, only plain names, only relative paths."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_UNSAFE = re.compile(r"[^0-9A-Za-z_-]+")
LONGEST_NAME = 80


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


def archive_link(folder: Path, archive_file: str | None) -> str | None:
    """The archived WARC file as seen from a page one level below ``folder``; None where it is not on this disk.

    The archive lies beside the summary (``NIANBAO_HOME/archive``). A path that leaves the archive is no link.
    """
    if not archive_file:
        return None
    path = PurePosixPath(archive_file)
    if path.is_absolute() or ".." in path.parts or not (folder.parent / "archive" / path).is_file():
        return None
    return "../../archive/" + quote(str(path))


def capture_link(folder: Path, capture_id: str) -> str | None:
    """A copy of the archived page under ``captures/``, as seen from a page one level below ``folder``, if one is there.

    Whoever publishes the summary may write ``captures/<capture_id>.txt`` (or .pdf …). An HTML copy is not linked: it
    would run the publisher's scripts from the reader's own disk.
    """
    if not _PLAIN.fullmatch(capture_id):
        return None
    copies = (folder / "captures").glob(f"{capture_id}.*")
    names = sorted(copy.name for copy in copies if copy.suffix.lower() not in {".html", ".htm", ".xhtml", ".svg"})
    return "../captures/" + quote(names[0]) if names else None
