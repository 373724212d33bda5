"""Traps of pages that hold their article as a string: written by a script, in an inner page, in a text field."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Callable
from urllib.parse import quote

from tests.transform.generator.page import Page
from tests.transform.generator.registry import trap


def _hold(page: Page, write: Callable[[str], str]) -> None:
    """The page with nothing in its body but what ``write`` makes of the article."""

    def finish(text: str) -> str:
        found = re.search(r"<body>(.*)</body>", text, flags=re.S)
        body = found[1] if found else text
        return f"<html><head><title>{page.title}</title></head><body><div id=a></div>{write(body)}</body></html>"

    page.finish.append(finish)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("</", "<\\/")


@trap
def written_by_script(page: Page, rng: random.Random) -> None:
    """document.write('…')."""
    _hold(page, lambda body: f"<script>document.write('{_quoted(body)}');</script>")


@trap
def written_line_by_line(page: Page, rng: random.Random) -> None:
    """document.writeln("…") for every line."""
    _hold(
        page,
        lambda body: (
            "<script>\n"
            + "".join(
                f'document.writeln("{_quoted(x).replace(chr(34), chr(92) + chr(34))}");\n' for x in body.split("\n")
            )
            + "</script>"
        ),
    )


@trap
def written_in_code(page: Page, rng: random.Random) -> None:
    """document.write(unescape('%u4E00…')), or the same by decodeURIComponent."""
    if rng.random() < 0.5:
        _hold(page, lambda body: f"<script>document.write(decodeURIComponent('{quote(body)}'))</script>")
    else:
        _hold(page, lambda body: f'<script>document.write(unescape("{"".join(map(_as_code, body))}"))</script>')


def _as_code(character: str) -> str:
    number = ord(character)
    return (
        character
        if character.isascii() and character.isalnum()
        else f"%{number:02X}"
        if number < 128
        else f"%u{number:04X}"
    )


@trap
def template_literal(page: Page, rng: random.Random) -> None:
    """A string of several lines that a script puts into the page."""
    _hold(page, lambda body: f"<script>var text = `{body}`; document.getElementById('a').innerHTML = text;</script>")


@trap
def inner_page(page: Page, rng: random.Random) -> None:
    """<iframe srcdoc>."""
    _hold(page, lambda body: f'<iframe width=100% srcdoc="{html.escape(body)}"></iframe>')


@trap
def markup_in_a_field(page: Page, rng: random.Random) -> None:
    """A textarea with the markup itself."""
    _hold(page, lambda body: f"<textarea>{body.replace('textarea', 'p')}</textarea>")


@trap
def object_escaped_twice(page: Page, rng: random.Random) -> None:
    """An object in a script whose string is escaped HTML."""
    _hold(
        page, lambda body: f"<script>var d = {json.dumps({'title': page.title, 'body': html.escape(body)})};</script>"
    )


@trap
def answer_as_a_call(page: Page, rng: random.Random) -> None:
    """JSONP."""
    page.finish.append(lambda text: f"callback({json.dumps({'title': page.title, 'html': text})});")
