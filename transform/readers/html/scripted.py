"""HTML that a page's script writes: ``document.write('<table>…')``, ``x.innerHTML = `<table>…` ``, an inner page.

Only strings written out in the page are read; nothing is run.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

_SCRIPT = re.compile(r"<script\b[^>]*+(?:>|\Z)(.*?)(?:</script|\Z)", re.S | re.I)
_STRING = r"""(?P<quote>['"`])(?P<text>(?:(?!(?P=quote))[^\\]|\\.)*+)(?P=quote)"""
_WRITTEN = re.compile(
    rf"\bdocument\.write(?:ln)?\s*\(\s*(?:(?P<coded>unescape|decodeURI(?:Component)?)\(\s*)?{_STRING}", re.S
)
_LITERAL = re.compile(rf"[=(:+,]\s*{_STRING}", re.S)
_SRCDOC = re.compile(r"""<iframe\b[^<>]*?\bsrcdoc\s*=\s*(?:"([^"]*+)"|'([^']*+)')""", re.I)
_TABLE = re.compile(r"<table", re.I)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.S)
_ESCAPED_CODE = re.compile(r"%u([0-9a-fA-F]{4})")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": ""}


def find_written_html(text: str) -> str | None:
    """The HTML with a table that the scripts of a page or its inner page hold as strings, None where there is none."""
    if "srcdoc" in text:
        inner = (html.unescape(found[1] or found[2] or "") for found in _SRCDOC.finditer(text))
        if found := next((page for page in inner if _TABLE.search(page)), None):
            return found
    scripts = [found[1] for found in _SCRIPT.finditer(text)]
    written = "".join(piece for script in scripts for piece in _written(script))
    if _TABLE.search(written):
        return written
    strings = (_plain(found["text"]) for script in scripts for found in _literals(script))
    return max((found for found in strings if _TABLE.search(found)), key=len, default=None)


def _written(script: str) -> Iterator[str]:
    for found in _WRITTEN.finditer(script) if "document.write" in script else ():
        plain = _plain(found["text"])
        yield _decode(plain) if found["coded"] else plain


def _literals(script: str) -> Iterator[re.Match[str]]:
    return _LITERAL.finditer(script) if "table" in script else iter(())


def _plain(text: str) -> str:
    """A string of JavaScript as it reads: its escapes undone."""
    return _ESCAPE.sub(lambda found: _character(found[1]), text) if "\\" in text else text


def _character(code: str) -> str:
    if code[0] in "ux" and len(code) > 1:
        number = int(code[1:].strip("{}"), 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    return _LETTERS.get(code, "" if code.endswith("\n") else code)


def _decode(text: str) -> str:
    """What unescape() or decodeURIComponent() makes of a string: ``%u4E00``, ``%E4%B8%80``."""
    return unquote(_ESCAPED_CODE.sub(lambda found: _character("u" + found[1]), text))
