"""A file that a server or a clerk packed with gzip."""

from __future__ import annotations

import gzip
import io
import zlib

from transform.errors import UnreadableDocument
from transform.readers.wrapped.inner import MAX_BYTES, Inner


def take_gzipped(body: bytes) -> Inner:
    """The file inside. Raises UnreadableDocument where it is damaged, cut or too large."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
            inner = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:  # a part that can be read may end within a number
        raise UnreadableDocument("damaged_document", f"the gzip file is damaged: {error}") from error
    if len(inner) > MAX_BYTES:
        raise UnreadableDocument("too_large", f"the gzip file unpacks to more than {MAX_BYTES} bytes")
    return Inner(inner)
