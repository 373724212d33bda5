"""What scraped text may do at a terminal: be read. It moves no cursor, sets no colours and turns no line round.

Pages, file names and addresses are other people's, and a terminal takes an escape character in them for a command
(CWE-150). A sign stands for each such character; in JSON its escape, which is the same text to any reader.
"""

from __future__ import annotations

import re

_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but for tab and line feed, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the order of a line round (Unicode UAX #9)
    "\ud800-\udfff]"  # halves of pairs, as in file names that are no UTF-8; no stream could print them
)
_PICTURES = 0x2400
"""Where Unicode's pictures of the C0 characters begin: U+241B is the one of escape."""


def printable(text: str) -> str:
    """Return ``text`` with a sign for each character that a terminal would obey; tabs and line feeds stay."""
    return _COMMANDS.sub(_sign, text)


def json_escaped(text: str) -> str:
    """Return JSON text that says the same, with each such character in a string written as ``\\uXXXX``."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
