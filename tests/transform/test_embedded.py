"""An article inside a script is read where a body would stand; a broken script changes nothing."""

from __future__ import annotations

import json

from transform.models import Hints
from transform.readers.html import read_html

DETAIL = {"content": "<p>正文</p><table><tr><td>1</td></tr></table>", "created_at": "2024-01-21 09:00:00"}
PAGE = "<!doctype html><title>示例</title><body><p>首页</p><script>window._CONFIG = {DETAIL: %s, X: 1}</script></body>"


def read(detail: str) -> tuple[list[str], int, str | None]:
    content = read_html((PAGE % detail).encode(), Hints())
    texts = [block.text for block in content.blocks if hasattr(block, "text")]
    return texts, len(content.blocks) - len(texts), content.meta.get("pubdate")


def test_the_article_follows_the_page() -> None:
    assert read(json.dumps(DETAIL).replace("<", "\\u003C")) == (["首页", "正文"], 1, "2024-01-21 09:00:00")


def test_what_is_no_object_or_has_no_text_changes_nothing() -> None:
    for detail in ("{broken", "{}", '{"content": 5}', '{"content": null}', "[1]"):
        assert read(detail) == (["首页"], 0, None)
