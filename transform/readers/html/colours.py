"""Letters that have the colour of what is behind them, as far as the page itself says which that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from selectolax.lexbor import LexborNode

from extract.yaml_file import load_yaml
from transform.readers.html.hidden import is_value
from transform.readers.html.styles import PageStyles, inline_style, select

_FRONT = re.compile(r"(?<![-\w])color\s*:\s*([#\w]+(?:\([^()]*\))?)")
_BEHIND = re.compile(r"(?<![-\w])background(?:-color)?\s*:\s*([^;\"']+)")
_WORD = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\([^()]*\)|\b[a-z]+\b")
_PART = re.compile(r"\d+")
_NEAR = 12  # of 255 in every part: nobody reads such letters
_LIGHT = 240
_MOST = 5_000
_MOST_BACKGROUNDS = 40  # a page has a few; each is looked for in the whole tree

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Faint:
    """Nodes whose letters have the colour behind them, and white ones of which nobody knows what is behind."""

    unseen: list[LexborNode]
    doubtful: list[LexborNode]


@cache
def named_colours() -> dict[str, Colour]:
    """transform/readers/html/colours.yaml: the names of colours that pages use."""
    text = (Path(__file__).parent / "colours.yaml").read_text(encoding="utf-8")
    return {name: (parts[0], parts[1], parts[2]) for name, parts in load_yaml(text).items()}


def find_faint(root: LexborNode, styles: PageStyles, fonts: Sequence[LexborNode]) -> Faint:
    """Coloured figures in cells, where a colour of letters is nearly white or that of some background of the page."""
    found = Faint([], [])
    fonts = fonts[:_MOST]
    if not fonts and not styles.may_say(_FRONT):
        return found
    declared = [*styles.inline, *(rule.declarations for rule in styles.rules)]
    fronts = {front for front in (*map(read_front, declared), *map(_font_colour, fonts)) if front is not None}
    if not fronts:
        return found
    behinds = {behind for behind in (*map(read_behind, declared), *_bgcolours(root)) if behind is not None}
    telling = {front for front in fronts if min(front) >= _LIGHT or any(is_near(front, behind) for behind in behinds)}
    if not telling:
        return found
    nodes = [node for node in fonts if _font_colour(node) in telling]
    nodes += styles.find(root, lambda style: read_front(style) in telling)
    figures = [node for node in nodes[:_MOST] if _is_figure(node)]
    by_rule = _behind_by_rule(root, styles) if figures else {}
    for node in figures:
        front, behind = _front_of(node, telling), _behind_of(node, by_rule)
        if behind is not None and any(is_near(colour, behind) for colour in front):
            found.unseen.append(node)
        elif behind is None and any(min(colour) >= _LIGHT for colour in front):
            found.doubtful.append(node)
    return found


def _front_of(node: LexborNode, telling: set[Colour]) -> set[Colour]:
    """The colour that the node itself gives its letters, else those that a rule may give them."""
    own = read_front(inline_style(node)) or _font_colour(node)
    return {own} if own is not None else telling


def _is_figure(node: LexborNode) -> bool:
    """A cell, or a part of one, that shows a digit; elsewhere (a box may be a cell) what shows nothing but a figure."""
    text = node.text()
    if not any(map(str.isdigit, text)):
        return False
    above: LexborNode | None = node
    while above is not None and above.tag not in ("td", "th", "tr"):
        above = above.parent
    return above is not None or is_value(node)


def _behind_by_rule(root: LexborNode, styles: PageStyles) -> dict[int, Colour]:
    """The background that rules of the page give to nodes."""
    found: dict[int, Colour] = {}
    by_colour: dict[Colour, list[str]] = {}
    for rule in styles.rules:
        if not rule.is_generated and (behind := read_behind(rule.declarations)) is not None:
            by_colour.setdefault(behind, []).append(rule.selector)
    for behind, selectors in list(by_colour.items())[:_MOST_BACKGROUNDS]:
        found.update((node.mem_id, behind) for node in select(root, selectors))
    return found


def _behind_of(node: LexborNode, by_rule: dict[int, Colour]) -> Colour | None:
    """The nearest background, of the node or around it, that the page states."""
    above: LexborNode | None = node
    while above is not None and above.is_element_node:
        attribute = above.attributes.get("bgcolor")
        behind = read_behind(inline_style(above)) or by_rule.get(above.mem_id) or read_colour(attribute or "")
        if behind is not None:
            return behind
        above = above.parent
    return None


def _bgcolours(root: LexborNode) -> Iterable[Colour | None]:
    return {read_colour(node.attributes.get("bgcolor") or "") for node in root.css("[bgcolor]")[:_MOST]}


def _font_colour(node: LexborNode) -> Colour | None:
    return read_colour(node.attributes.get("color") or "") if node.tag == "font" else None


@cache
def _read_word(word: str) -> Colour | None:
    if word in named_colours():
        return named_colours()[word]
    if word.startswith("#"):
        digits = word[1:]
        digits = "".join(digit * 2 for digit in digits[:3]) if len(digits) in (3, 4) else digits[:6]
        is_whole = len(digits) == 6 and all(digit in "0123456789abcdef" for digit in digits)
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)) if is_whole else None
    parts = [int(part) for part in _PART.findall(word[:60])[:3]] if word.startswith("rgb") else []
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


def read_colour(text: str) -> Colour | None:
    """A colour as pages write it: a name, ``#fff``, ``#ffffff`` or ``rgb(…)``; None for anything else."""
    word = text.strip().lower()
    return _read_word(word) if 2 < len(word) < 60 else None


@lru_cache(maxsize=20_000)
def read_front(style: str) -> Colour | None:
    """The colour a style gives to letters."""
    found = _FRONT.search(style) if "color" in style else None
    return read_colour(found[1]) if found else None


@lru_cache(maxsize=20_000)
def read_behind(style: str) -> Colour | None:
    """The background colour of a style."""
    found = _BEHIND.search(style) if "background" in style else None
    words = _WORD.findall(found[1][:200]) if found else []
    return next((colour for word in words if (colour := read_colour(word)) is not None), None)


def is_near(one: Colour, other: Colour) -> bool:
    """So much alike that letters in one cannot be read on the other."""
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
