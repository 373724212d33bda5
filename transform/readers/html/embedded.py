"""Articles that a page carries and shows by program: 广东 gkmlpt puts them in ``_CONFIG.DETAIL``, others in a textarea.

The body is escaped HTML in a JSON object; title, publisher and date stand beside it (PLATFORMS.md).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from transform.readers.html.scripted import find_written_html

_DETAIL = re.compile(r"""\bDETAIL["']?\s*[:=]\s*(?=\{)""")
_FIELD = re.compile(r'"([A-Za-z_]\w*)"\s*:\s*(?=")')
_SCRIPT = re.compile(
    r"<(script|template|textarea|xmp)\b.*?(?:</\1|\Z)|\bsrcdoc\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))",
    re.S | re.I,
)
_TEXTAREA = re.compile(r"<(textarea|xmp)\b[^>]*+(?:>|\Z)(.*?)(?:</\1|\Z)", re.S | re.I)
_TABLE = re.compile(r"<table", re.I)
_ESCAPED_TABLE = re.compile(r"&lt;table", re.I)
_FEWEST_CHARACTERS = 20
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.I)
_MOST_ARTICLES = 5
_MOST_BRACES = 12  # objects around a field that are tried for what stands beside it
_META = {"title": "articletitle", "publisher": "contentsource", "created_at": "pubdate", "date": "pubdate"}
"""Fields of the object → the names under which pages give the same in ``<meta>``."""


@dataclass(frozen=True, slots=True)
class EmbeddedArticle:
    """The HTML of an article's body, and what the object says about it, under the names of page metadata."""

    html: str
    meta: Mapping[str, str]


def find_embedded_article(text: str, *, has_table: bool) -> EmbeddedArticle | None:
    """The article in a page's script, or None where there is none or it is no valid JSON object.

    ``DETAIL`` is the article. Without it, on a page that shows no table of its own (``has_table``), what stands in a
    textarea, the longest string of any object that holds a table, or what a script writes.
    """
    start = _DETAIL.search(text) if "DETAIL" in text else None
    if start is not None and (detail := _decode(text, start.end())) is not None:
        return _make_article(detail, "content")
    if has_table or "table" not in text.lower() or _TABLE.search(_SCRIPT.sub("", text)):
        return None
    escaped = max((html.unescape(found[1]) for found in _TEXTAREA.findall(text)), key=len, default="")
    if _TABLE.search(escaped):
        return EmbeddedArticle(escaped, {})
    article = find_article_in_json(text) if ":" in text else None
    if article is None and (written := find_written_html(text)):
        return EmbeddedArticle(written, {})
    return article


def find_article_in_json(text: str) -> EmbeddedArticle | None:
    """The longest string with a table among the fields of the JSON objects in a text.

    Where there are several (the one before, the one behind), that of the object which bears the title of the page.
    """
    found = [(field, value) for field in _FIELD.finditer(text) if (value := _decode(text, field.end()))]
    tables = [(field, value) for field, value in found if isinstance(value, str) and _holds_table(value)]
    tables.sort(key=lambda pair: -len(pair[1]))
    title = _TITLE.search(text) if len(tables) > 1 else None
    articles = [_read_article(text, *pair) for pair in tables[: _MOST_ARTICLES if title else 1]]
    named = (article for article in articles if title and _is_named(article, html.unescape(title[1])))
    return next(named, articles[0] if articles else None)


def _is_named(article: EmbeddedArticle, title: str) -> bool:
    """The page's title begins with the article's: the site's name may stand behind it."""
    own = article.meta.get("articletitle", "").strip()
    return bool(own) and title.strip().startswith(own)


def _read_article(text: str, field: re.Match[str], content: str) -> EmbeddedArticle:
    """The article with what stands beside it in its object."""
    start = field.start()
    for _ in range(_MOST_BRACES):
        start = text.rfind("{", 0, start)
        if start < 0:
            break
        detail = _decode(text, start)
        if isinstance(detail, dict) and detail.get(field[1]) == content:
            return _make_article(detail, field[1]) or EmbeddedArticle(_as_html(content), {})
    return EmbeddedArticle(_as_html(content), {})


def _holds_table(value: str) -> bool:
    return _TABLE.search(value) is not None or _ESCAPED_TABLE.search(value) is not None


def _as_html(content: str) -> str:
    """The body, also where the object holds it escaped a second time."""
    return content if _TABLE.search(content) else html.unescape(content)


def _decode(text: str, start: int) -> object:
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (json.JSONDecodeError, RecursionError):
        return None


def _make_article(detail: object, field: str) -> EmbeddedArticle | None:
    content = detail.get(field) if isinstance(detail, dict) else None
    if not isinstance(detail, dict) or not isinstance(content, str) or len(content) < _FEWEST_CHARACTERS:
        return None
    meta: dict[str, str] = {}
    for key, name in _META.items():
        if isinstance(detail.get(key), str):
            meta.setdefault(name, detail[key])
    return EmbeddedArticle(_as_html(content), meta)
