"""One document from a file or an address, read and checked without a warehouse: `nianbao parse` and `nianbao check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flows.corrections import known_corrections
from flows.errors import WorkFailed, WrongUse
from transform.errors import UnreadableDocument
from transform.models import Hints, ParsedReport

if TYPE_CHECKING:
    from expectations.models import DocumentChecks
    from extract.models import Capture
    from flows.settings import Settings

MAX_BYTES = 256 * 1024 * 1024
_WHAT_IS_READ = "name the report itself, as a page, text, PDF, Word, Excel or picture file"


def is_address(target: str) -> bool:
    """Say whether ``target`` is an address of the web and not a file."""
    return target.startswith(("http://", "https://"))


def parse_target(target: str, settings: Settings) -> ParsedReport:
    """Read and parse the file or address ``target``.

    Raises:
        WrongUse: there is no such file, or it is a folder.
        WorkFailed: the address did not answer with a document, or the bytes are none.
    """
    body, hints = _fetch(target, settings) if is_address(target) else _read(target)
    from transform.parse import parse_document

    try:
        return parse_document(body, hints, known_corrections(settings))
    except UnreadableDocument as error:
        raise WorkFailed(f"{target}: {str(error).rstrip('.')}; next: {_WHAT_IS_READ}") from error


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
    """Ask the one host a person named; a sample home serves its county meanwhile."""
    from extract.models import PageClass
    from flows.sample import serving_if_sample

    with serving_if_sample(settings):
        capture = _exchange(target, settings)
    if capture.page_class is not PageClass.OK:
        raise WorkFailed(f"{target}: {capture.page_class} ({capture.reason}); next: open it in a browser")
    declared = next((value for name, value in capture.headers if name.lower() == "content-type"), None)
    return capture.body, Hints(url=capture.url, declared_media_type=declared, declared_charset=capture.charset)


def _exchange(target: str, settings: Settings) -> Capture:
    from extract.adapters.base import Request
    from extract.captures import make_capture
    from extract.client import Client
    from extract.guard import HostGuard

    is_sample = settings.profile == "sample"
    guard = HostGuard({urlsplit(target).netloc}, is_loopback_allowed=is_sample)
    client = Client(settings.crawl.policy(is_sample=is_sample), guard)
    with client.open_session() as session:
        answer = client.fetch(session, Request(target))
    return make_capture(answer.url, answer.fetched_at, answer.status, answer.headers, answer.body)
