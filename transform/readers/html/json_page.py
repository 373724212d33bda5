"""What an interface of a site answers (JSON) → `DocumentContent`: the article inside it, read as a page."""

from __future__ import annotations

from dataclasses import replace

from extract.charset import decode_text
from transform.grids import DocumentContent
from transform.models import Hints
from transform.readers.html.embedded import find_article_in_json
from transform.readers.html.limits import MAX_BYTES, refuse
from transform.readers.html.reader import read_html_text


def read_json(body: bytes, hints: Hints) -> DocumentContent:
    """Read the article that a JSON answer holds.

    Raises UnreadableDocument (too_large; no_article where no field holds a table).
    """
    if len(body) > MAX_BYTES:
        raise refuse("too_large", size=len(body), limit=MAX_BYTES)
    text, charset = decode_text(body, hints.declared_charset)
    article = find_article_in_json(text)
    if article is None:
        raise refuse("no_article")
    return replace(read_html_text(article.html, charset), meta=article.meta)
