"""Redirects written into a page: meta refresh, and a script that does nothing but go elsewhere."""

from __future__ import annotations

import re
from html import unescape

from extract.addresses import join_url

_META = re.compile(r"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[\"']?[^>]*>", re.I)
_META_URL = re.compile(r"url\s*=\s*[\"']?([^\"'>;\s]+)", re.I)
_SCRIPT = re.compile(
    r"(?:window|self|top|document)?\.?location(?:\.href|\.replace)?\s*(?:=|\()\s*[\"']([^\"']+)[\"']", re.I
)
_LONGEST_STUB = 4_096


def find_page_redirect(text: str, base: str) -> str | None:
    """Where a stub page leads, as an absolute address; None for a page with anything to read."""
    if len(text) > _LONGEST_STUB:
        return None
    meta = _META.search(text)
    target = _META_URL.search(meta[0]) if meta else None
    if (
        target is None
        and re.sub(r"<script.*?</script>|<title.*?</title>|<[^>]*>|\s", "", text, flags=re.S | re.I) == ""
    ):
        target = _SCRIPT.search(text)
    if target is None:
        return None
    url = join_url(base, unescape(target[1]))
    return url if url != base else None
