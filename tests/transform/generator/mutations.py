"""Damage to a page with known numbers: tags, cells, rows and tables cut, doubled, moved, glued, re-encoded.

A mutation never touches the digits of a number, so a number that is read must still be its own cell's.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Mutation = Callable[[str, random.Random], str]

_TAG = re.compile(r"<[^>]+>")
_CELL = re.compile(r"<t[dh]\b[^>]*>(?:(?!<t[dh]\b).)*?</t[dh]>", re.S)
_ROW = re.compile(r"<tr>(?:(?!<tr>).)*?</tr>", re.S)
_TABLE = re.compile(r"<table\b.*?</table>", re.S)
_SPAN = re.compile(r' (?:row|col)span="\d+"')
_SEAM = re.compile(r"</td><td[^>]*>")


def _pick(pattern: re.Pattern[str], text: str, rng: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return rng.choice(found) if found else None


def _cut(pattern: re.Pattern[str]) -> Mutation:
    def mutate(text: str, rng: random.Random) -> str:
        found = _pick(pattern, text, rng)
        return text[: found.start()] + text[found.end() :] if found else text

    return mutate


def _double(pattern: re.Pattern[str]) -> Mutation:
    def mutate(text: str, rng: random.Random) -> str:
        found = _pick(pattern, text, rng)
        return text[: found.end()] + found[0] + text[found.end() :] if found else text

    return mutate


def _move(pattern: re.Pattern[str]) -> Mutation:
    """Cut one and put it behind another of its kind."""

    def mutate(text: str, rng: random.Random) -> str:
        found = _pick(pattern, text, rng)
        if not found:
            return text
        rest = text[: found.start()] + text[found.end() :]
        other = _pick(pattern, rest, rng)
        at = other.end() if other else len(rest)
        return rest[:at] + found[0] + rest[at:]

    return mutate


def _move_cell(text: str, rng: random.Random) -> str:
    """A cell into another row. Within its row a moved cell would simply be printed in another column."""
    rows = list(_ROW.finditer(text))
    cell = _pick(_CELL, text, rng)
    if not cell:
        return text
    elsewhere = [row for row in rows if not row.start() <= cell.start() < row.end() and _CELL.search(row[0])]
    if not elsewhere:
        return text
    row = rng.choice(elsewhere)
    other = rng.choice(list(_CELL.finditer(text, row.start(), row.end())))
    if other.end() <= cell.start():
        return text[: other.end()] + cell[0] + text[other.end() : cell.start()] + text[cell.end() :]
    return text[: cell.start()] + text[cell.end() : other.end()] + cell[0] + text[other.end() :]


def _widen(text: str, rng: random.Random) -> str:
    """A span attribute that lies."""
    found = _pick(_SPAN, text, rng)
    if not found:
        return text
    name = found[0].split("=")[0]
    return text[: found.start()] + f'{name}="{rng.choice([0, 1, 2, 3, 30])}"' + text[found.end() :]


def _crop(text: str, rng: random.Random) -> str:
    """The end of the page lost, at the border of a tag."""
    found = _pick(_TAG, text, rng)
    return text[: found.start()] if found else text


def _blank(text: str, rng: random.Random) -> str:
    """A cell emptied."""
    found = _pick(_CELL, text, rng)
    return text[: found.start()] + "<td></td>" + text[found.end() :] if found else text


PATTERNS = {"tag": _TAG, "cell": _CELL, "row": _ROW, "table": _TABLE}
MUTATIONS: dict[str, Mutation] = {
    **{f"cut_{name}": _cut(pattern) for name, pattern in PATTERNS.items()},
    **{f"double_{name}": _double(pattern) for name, pattern in PATTERNS.items()},
    **{f"move_{name}": _move(pattern) for name, pattern in PATTERNS.items()},
    "move_cell": _move_cell,
    "glue_cells": _cut(_SEAM),
    "cut_span": _cut(_SPAN),
    "widen_span": _widen,
    "crop": _crop,
    "blank_cell": _blank,
}

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-8 read as gbk": lambda text: text.encode().decode("gb18030", "replace").encode(),
    "half a character": lambda text: text.encode()[1:],
}


def mutate_page(text: str, rng: random.Random, names: list[str]) -> str:
    """Apply mutations one after the other."""
    for name in names:
        text = MUTATIONS[name](text, rng)
    return text
