"""Addresses as pages write them: joined without ever failing on what no browser opens either."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit


def join_url(base: str, href: str) -> str | None:
    """The absolute http(s) address of a link without its fragment; None where there is none (``http://[…``)."""
    try:
        url = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port is not False
    except ValueError:
        return None
    return url if is_web else None
