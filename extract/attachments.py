"""Files that hold the report itself, linked from its page: PDF, Word, Excel, archives of them, and pictures where there
is no table."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from extract.addresses import join_url

_FILE = re.compile(r"\.(pdf|docx?|rtf|odt|xlsx?|ods|wps|et|ofd|mht|mhtml|zip|rar)$", re.I)
_DOWNLOAD = re.compile(r"/system/_content/download\.jsp|/module/download/|/downloadfile|[?&]attachid=", re.I)
_LINKS = tuple(re.compile(name + rb"\s*=\s*[\"']?([^\"'>\s]+)") for name in (b"href", b"HREF", b"src", b"SRC"))
"""One plain expression for each spelling: they start with fixed bytes, which makes them ten times as fast."""
_BODY = (
    "#UCAP-CONTENT",
    "#zoomcon",
    ".trs_editor_view",
    ".TRS_Editor",
    ".TRS_UEDITOR",
    "#zoom",
    "#ivs_content",
    "#vsb_content",
    ".v_news_content",
    ".xxgk_content",
    ".article-content",
    "div.article_content",
    ".main-txt",
    ".wzzw-article",
)
"""Where families put the text of an article, in order (PLATFORMS.md)."""
_FRAME = "header, footer, nav, [class*=foot], [id*=foot], [class*=nav], [id*=nav], [class*=header], [id*=header]"
_ICON = re.compile(r"icon|logo|qrcode|ewm|weixin|blank|spacer|btn|/images/", re.I)
_MAX = 20


def find_attachments(body: bytes, text: str, base: str) -> tuple[str, ...]:
    """Absolute addresses in the order linked. The tree is built only for pages whose bytes hint at a file."""
    wants_pictures = not _holds(body, b"<table") and _holds(body, b"<img")
    if not wants_pictures and not _has_file_link(body):
        return ()
    main = find_body(BeautifulSoup(text, "lxml"))
    found = [str(link["href"]) for link in main.find_all("a", href=True) if _is_file(str(link["href"]))]
    found += [
        str(tag[name])
        for name in ("src", "data")
        for tag in main.find_all(["iframe", "embed", "object"])
        if tag.get(name) and _is_file(str(tag[name]))
    ]
    if wants_pictures and not found:
        found = [str(tag["src"]) for tag in main.find_all("img", src=True) if not _ICON.search(str(tag["src"]))]
    urls = (join_url(base, href) for href in found)
    return tuple(dict.fromkeys(url for url in urls if url is not None))[:_MAX]


def find_body(soup: BeautifulSoup) -> Tag:
    """The article's own part of a page, or the whole page without its frame where no family's mark is found."""
    found = next((found for mark in _BODY if (found := soup.select_one(mark)) is not None), None)
    if found is not None:
        return found
    for frame in soup.select(_FRAME):
        frame.decompose()
    return soup


def _has_file_link(body: bytes) -> bool:
    return any(_is_file(link.decode("ascii", "replace")) for pattern in _LINKS for link in pattern.findall(body))


def _holds(body: bytes, tag: bytes) -> bool:
    return tag in body or tag.upper() in body


def _is_file(href: str) -> bool:
    path = href.split("#", 1)[0].split("?", 1)[0]
    return bool(_FILE.search(path) or _DOWNLOAD.search(href))
