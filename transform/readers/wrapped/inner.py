"""What is taken out of a wrapper, and how large it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MAX_BYTES = 30_000_000
"""Of a document once unpacked; a report with pictures has a few million."""


@dataclass(frozen=True, slots=True)
class Inner:
    """The document, its charset where the wrapper says it, and what is to be said of the rest of the wrapper."""

    body: bytes
    charset: str | None = None
    issues: tuple[tuple[str, Mapping[str, object]], ...] = ()
