"""Damage of bytes: drawn by hypothesis as a list of steps, so that a failure is a short list and can be repeated.

A step is (what, where, how much). ``where`` is a share of the document's length: the same step makes sense for
documents of any size.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from lxml import etree

Step = tuple[str, float, int]
Words = Sequence[bytes]
"""What a format is made of: its tags, keywords and extreme numbers."""

_NUMBER = re.compile(rb"\d+")
_EXTREMES = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e308", b"0.5")
_LONGEST_PIECE, _MOST_REPEATS, _LONGEST = 4_000, 3_000, 4_000_000


def _flip(body: bytes, at: int, size: int, words: Words) -> bytes:
    return body[:at] + bytes([size % 256]) + body[at + 1 :]


def _cut(body: bytes, at: int, size: int, words: Words) -> bytes:
    return body[:at] + body[at + 1 + size % _LONGEST_PIECE :]


def _crop(body: bytes, at: int, size: int, words: Words) -> bytes:
    return body[:at]


def _double(body: bytes, at: int, size: int, words: Words) -> bytes:
    return body[:at] + body[at : at + 1 + size % _LONGEST_PIECE] + body[at:]


def _move(body: bytes, at: int, size: int, words: Words) -> bytes:
    piece = body[at : at + 1 + size % _LONGEST_PIECE]
    rest = body[:at] + body[at + len(piece) :]
    to = size * 7919 % (len(rest) + 1)
    return rest[:to] + piece + rest[to:]


def _put(body: bytes, at: int, size: int, words: Words) -> bytes:
    return body[:at] + words[size % len(words)] + body[at:]


def _crowd(body: bytes, at: int, size: int, words: Words) -> bytes:
    """One word many times over: deep nesting, endless rows."""
    return body[:at] + words[size % len(words)] * (size // len(words) % _MOST_REPEATS) + body[at:]


def _exaggerate(body: bytes, at: int, size: int, words: Words) -> bytes:
    """The next printed number becomes an extreme one."""
    found = _NUMBER.search(body, at)
    return body[: found.start()] + _EXTREMES[size % len(_EXTREMES)] + body[found.end() :] if found else body


STEPS: dict[str, Callable[[bytes, int, int, Words], bytes]] = {
    "flip": _flip, "cut": _cut, "crop": _crop, "double": _double, "move": _move, "put": _put, "crowd": _crowd,
    "exaggerate": _exaggerate,
}  # fmt: skip

PLANS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), st.floats(0, 1), st.integers(0, 2**24)), min_size=1, max_size=8
)


def damage(body: bytes, plan: Sequence[Step], words: Words) -> bytes:
    """The bytes after all steps."""
    for name, where, size in plan:
        body = STEPS[name](body, int(where * len(body)), size, words)[:_LONGEST]
    return body


def damage_package(body: bytes, plan: Sequence[Step], words: Words) -> bytes:
    """An Office package with one of its parts damaged, packed again so that the damage reaches the reader.

    Three in four stay well-formed XML (elements are cut, doubled, moved, nested, exaggerated), the others do not.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = sorted(parts, key=lambda name: (not name.endswith(("document.xml", "sheet1.xml")), name))
    size = plan[0][2]
    chosen = names[0] if size % 3 else names[size // 3 % len(names)]
    is_tree = size % 4 != 0 and chosen.endswith((".xml", ".rels"))  # a picture (the thumbnail) is none
    parts[chosen] = damage_tree(parts[chosen], plan) if is_tree else damage(parts[chosen], plan, words)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def damage_tree(part: bytes, plan: Sequence[Step]) -> bytes:
    """Well-formed XML after all steps, each applied to an element."""
    root = etree.fromstring(part)
    for name, where, size in plan:
        elements = [element for element in root.iter(etree.Element) if element.getparent() is not None]
        if not elements:
            break
        element = elements[min(int(where * len(elements)), len(elements) - 1)]
        _TREE_STEPS[name](element, elements[size % len(elements)], size)
    return etree.tostring(root)


def _drop(element: Any, other: Any, size: int) -> None:
    element.getparent().remove(element)


def _repeat(element: Any, other: Any, size: int) -> None:
    """The element again, a few times or very often."""
    count = 1 + size % 3 if size % 7 else _MOST_REPEATS // max(1, sum(1 for _ in element.iter()))
    for _ in range(count):
        element.addnext(copy.deepcopy(element))


def _move_element(element: Any, other: Any, size: int) -> None:
    if not any(above is element for above in (other, *other.iterancestors())):
        other.append(element)


def _nest(element: Any, other: Any, size: int) -> None:
    """The element inside copies of its own start."""
    for _ in range(size % 300):
        outer = element.makeelement(element.tag, dict(element.attrib))
        element.addprevious(outer)
        outer.append(element)


def _lie(element: Any, other: Any, size: int) -> None:
    """An attribute, or else the text, becomes extreme."""
    extreme = _EXTREMES[size % len(_EXTREMES)].decode()
    if element.attrib:
        element.set(list(element.attrib)[size % len(element.attrib)], extreme)
    else:
        element.text = extreme


_TREE_STEPS: dict[str, Callable[[Any, Any, int], None]] = {
    "flip": _lie, "cut": _drop, "crop": _drop, "double": _repeat, "move": _move_element, "put": _repeat, "crowd": _nest,
    "exaggerate": _lie,
}  # fmt: skip
