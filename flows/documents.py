"""One document from a file or an address, read and checked without a warehouse: `nianbao parse` and `nianbao check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import WorkFailed, WrongUse
from transform.models import Hints, ParsedReport

if TYPE_CHECKING:
    from expectations.models import DocumentChecks
    from flows.settings import Settings

MAX_BYTES = 256 * 1024 * 1024


def is_address(target: str) -> bool:
    """Say whether ``target`` is an address of the web and not a file."""
    return target.startswith(("http://", "https://"))


def parse_target(target: str, settings: Settings) -> ParsedReport:
    """Read and parse the file or address ``target``.

    Raises:
        WrongUse: there is no such file, or it is a folder.
        WorkFailed: the address did not answer with a document.
        UnreadableDocument: the bytes are no document.
    """
    body, hints = _fetch(target, settings) if is_address(target) else _read(target)
    from transform.parse import parse_document

    return parse_document(body, hints)


def check_target(target: str, settings: Settings) -> tuple[ParsedReport, DocumentChecks | None]:
    """Parse ``target`` and run every identity that one document allows; no checks for a page of another kind."""
    parsed = parse_target(target, settings)
    if not parsed.is_report:
        return parsed, None
    from expectations.document import check_document

    return parsed, check_document(parsed)


def _read(target: str) -> tuple[bytes, Hints]:
    path = Path(target).expanduser()
    if path.is_dir():
        raise WrongUse(f"{target} is a folder; next: nianbao ingest {target}")
    if not path.exists():
        raise WrongUse(f"no such file: {target}; next: check the path (addresses start with http:// or https://)")
    if path.stat().st_size > MAX_BYTES:
        raise WrongUse(f"{target} is larger than {MAX_BYTES // 1024**2} MB, which no annual report is")
    return path.read_bytes(), Hints(path=str(path))


def _fetch(target: str, settings: Settings) -> tuple[bytes, Hints]:
    from extract.crawl import fetch_document
    from extract.models import PageClass

    capture = fetch_document(target, allow_loopback=settings.profile == "sample")
    if capture.page_class is not PageClass.OK:
        raise WorkFailed(f"{target} answered {capture.status} ({capture.page_class}); next: open it in a browser")
    headers = {name.lower(): value for name, value in capture.headers}
    return capture.body, Hints(
        url=target, declared_media_type=headers.get("content-type"), declared_charset=capture.charset
    )
