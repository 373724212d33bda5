"""An answer's bytes → a capture with all that can be said of them; a capture → its entry in the archive."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from datetime import datetime
from typing import Any

from extract.charset import decode_text
from extract.classify import classify_response
from extract.media import HTML, JSON, TEXT, XML, sniff_media_type
from extract.models import ArchiveEntry, Capture
from extract.warc import Headers

_TEXTUAL = (HTML, TEXT, XML, JSON)
_SHARED = tuple(field.name for field in fields(ArchiveEntry) if field.name in {other.name for other in fields(Capture)})


def make_capture(url: str, at: datetime, status: int, headers: Headers, body: bytes, **hints: Any) -> Capture:
    """A capture with everything that can be said from the bytes alone.

    Among the hints ``was_ok`` is that of `classify_response`, ``charset`` the registry's; the others are fields.
    """
    was_ok, charset = hints.pop("was_ok", False), hints.pop("charset", None)
    declared = next((value for name, value in headers if name.lower() == "content-type"), None)
    media_type = sniff_media_type(body, declared)
    page_class, reason = classify_response(status, headers, body, media_type, was_ok)
    return Capture(
        url=url,
        fetched_at=at,
        status=status,
        headers=tuple(headers),
        body=body,
        sha256=body_digest(body),
        media_type=media_type,
        charset=decode_text(body, charset or declared_charset(declared))[1] if media_type in _TEXTUAL else None,
        page_class=page_class,
        reason=reason,
        **hints,
    )


def entry_of(capture: Capture, *, is_revisit: bool = False) -> ArchiveEntry:
    """A capture without its body."""
    return ArchiveEntry(**shared_fields(capture), is_revisit=is_revisit)


def declared_charset(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header."""
    _, _, rest = (content_type or "").lower().partition("charset=")
    return rest.split(";")[0].strip("\"' ") or None


def shared_fields(item: ArchiveEntry | Capture) -> dict[str, Any]:
    """What an entry and a capture both have, by field."""
    return {name: getattr(item, name) for name in _SHARED}


def body_digest(body: bytes) -> str:
    """SHA-256 in hex, by which the archive knows bytes again."""
    return hashlib.sha256(body).hexdigest()
