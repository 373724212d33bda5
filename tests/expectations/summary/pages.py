"""Reading written pages the way a browser does."""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode


def open_page(path: Path) -> LexborHTMLParser:
    """Parse a page with the HTML5 rules."""
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def all_pages(folder: Path) -> list[Path]:
    """Every page of a summary."""
    return sorted(folder.rglob("*.html"))


def only(page: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The one node that matches."""
    nodes = page.css(selector)
    assert len(nodes) == 1, (selector, len(nodes))
    return nodes[0]


def words(node: LexborNode | None) -> str:
    """Text with white space folded."""
    assert node is not None
    return " ".join(node.text().split())
