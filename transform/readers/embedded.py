"""Articles that a page carries inside a script and shows by program: 广东 gkmlpt puts them in ``_CONFIG.DETAIL``.

The body is escaped HTML in a JSON object; title, publisher and date stand beside it (PLATFORMS.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

_DETAIL = re.compile(r"\bDETAIL\s*[:=]\s*(?=\{)")
_FEWEST_CHARACTERS = 20
_META = {"title": "articletitle", "publisher": "contentsource", "created_at": "pubdate", "date": "pubdate"}
"""Fields of the object → the names under which pages give the same in ``<meta>``."""


@dataclass(frozen=True, slots=True)
class EmbeddedArticle:
    """The HTML of an article's body, and what the object says about it, under the names of page metadata."""

    html: str
    meta: Mapping[str, str]


def find_embedded_article(text: str) -> EmbeddedArticle | None:
    """The article in a page's script, or None where there is none or it is no valid JSON object."""
    start = _DETAIL.search(text) if "DETAIL" in text else None
    if start is None:
        return None
    try:
        detail, _ = json.JSONDecoder().raw_decode(text, start.end())
    except (json.JSONDecodeError, RecursionError):
        return None
    content = detail.get("content")
    if not isinstance(content, str) or len(content) < _FEWEST_CHARACTERS:
        return None
    meta: dict[str, str] = {}
    for field, name in _META.items():
        if isinstance(detail.get(field), str):
            meta.setdefault(name, detail[field])
    return EmbeddedArticle(content, meta)
