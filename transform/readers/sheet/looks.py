"""How the cells of an XLSX workbook are set, as openpyxl gives it; it may leave any part out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from transform.readers.sheet.shown import BLACK, PAPER, UNKNOWN, Ink, Look, Run, is_odd_font, is_same_ink

_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}")
_NOTHING_SAID = "00000000"  # what openpyxl takes for a fill without a colour
_THEME = {0: PAPER, 1: BLACK}


def read_look(cell: Any) -> Look:
    """The look of a cell."""
    ground = _ground_of(cell.fill)
    font = cell.font
    if font is None:
        return Look(cell.number_format or "General", ground=ground)
    return Look(cell.number_format or "General", _is_odd(font, ground), ground, _is_raised(font), font.sz)


def read_runs(runs: Any, look: Look) -> Iterator[Run]:
    """The parts of a text that are set differently; those without a font of their own have the cell's."""
    for run in runs:
        font = getattr(run, "font", None)
        if font is None:
            yield Run(str(run), look.is_raised, points=look.points)
        else:
            yield Run(str(run.text or ""), _is_raised(font), _is_odd(font, look.ground), font.sz)


def may_hide(font: Any) -> bool:
    """Whether a font that a rule gives strikes digits, or sets them in white."""
    return bool(font.strike) or is_same_ink(ink_of(font.color) or BLACK, PAPER)


def _is_raised(font: Any) -> bool:
    """Above the line or below it."""
    return font.vertAlign in ("superscript", "subscript")


def _is_odd(font: Any, ground: Ink) -> bool:
    ink = ink_of(font.color) or BLACK
    return is_odd_font(is_struck=bool(font.strike), points=font.sz, ink=ink, ground=ground)


def _ground_of(fill: Any) -> Ink:
    """The colour behind a text."""
    kind = getattr(fill, "fill_type", None)
    if kind is None:
        return PAPER
    colour = fill.fgColor if kind == "solid" else None
    if colour is None or (colour.type == "rgb" and colour.rgb == _NOTHING_SAID):
        return UNKNOWN
    return ink_of(colour) or UNKNOWN


def ink_of(colour: Any) -> Ink | None:
    """A colour of openpyxl; None where it says none (automatic)."""
    if colour is None or colour.type == "auto":
        return None
    if colour.type == "theme":
        return _THEME[colour.theme] if colour.theme in _THEME and not colour.tint else f"{colour.theme} {colour.tint}"
    value = _indexed(colour.indexed) if colour.type == "indexed" else colour.rgb
    if not isinstance(value, str) or _RGB.fullmatch(value) is None:
        return None
    return int(value[-6:-4], 16), int(value[-4:-2], 16), int(value[-2:], 16)


def _indexed(number: int) -> str | None:
    from openpyxl.styles.colors import COLOR_INDEX

    return COLOR_INDEX[number] if 0 <= number < len(COLOR_INDEX) else None
