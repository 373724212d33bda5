"""What a cell of a workbook shows: the file keeps values, and number formats and fonts decide what is seen of them.

Where the digits shown are others than those kept (rounded, scaled, percent, a day), or cannot be told, the cell is
doubtful. A zero that its format leaves out is a blank cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from transform.readers.raised import JOINED, is_mark

_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_SPACING = re.compile(r"_.|\*.|\[(?:\$[^\]]*|[A-Za-z]+[0-9]*)\]")
_SPECIAL = re.compile(r"\[(?:DBNum|[<>=hms])", re.I)
_SEMICOLON = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')  # outside quotes
_LONGEST_FORMAT = 255  # characters, as in Excel
_FIXED = re.compile(r"[-+¥$￥]?(?P<whole>[#0?,]*[#0?])(?:\.(?P<part>[#0?]+))? *(?:元|万元|件|条|次|项)?")
_GENERAL = ("general", "@", "g/通用格式")
_GENERAL_DIGITS = 10  # a cell of the general format rounds what has more, to fit eleven characters
_SMALL = 0.6  # part of the cell's largest digits
_FIRST_YEAR = 1990  # of a day that a report may name
_NO_POINTS = 2.0  # smaller print is not seen
_NEAR = 15  # of 255 in every part


@dataclass(frozen=True, slots=True)
class Text:
    """What is seen, or what the file keeps where that cannot be told (``is_doubtful``).

    ``is_raised``: it is a raised number of one or two digits and nothing else.
    """

    text: str
    is_doubtful: bool = False
    is_raised: bool = False


def write_value(value: object) -> str:
    """A stored value as a page would print it: 12.0 → 12, 7730.28 → 7730.28, a day → 2024-01-17.

    Fifteen digits count, as in Excel: 126.84260000000001 is 126.8426.
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float):
        exact = Decimal(f"{value:.15g}")
        return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f")
    return str(value)


def show_value(value: object, number_format: str) -> Text:
    """A stored value as its format shows it."""
    text = write_value(value)
    if isinstance(value, time) or (isinstance(value, datetime | date) and value.year < _FIRST_YEAR):
        return Text("", True)  # a number under a format for days: 3 is shown as 1900-01-03
    if not text or isinstance(value, bool):
        return Text(text)
    if not isinstance(value, int | float):
        return Text("", True) if _hides_text(number_format) else Text(text)
    return _show_number(Decimal(text), text, number_format)


@lru_cache(maxsize=10_000)
def _show_number(value: Decimal, text: str, number_format: str) -> Text:
    section = _section_for(value, number_format)
    if section is None:
        return Text(text, True)
    literals = "".join("".join(found) for found in _QUOTED.findall(section))
    bare = _SPACING.sub("", _QUOTED.sub("", section)).strip()
    if any(character.isdigit() for character in literals):
        return Text(text, True)
    if not bare:  # nothing of the number itself: blank, or a dash for zero
        return Text(literals, value != 0)
    if bare.lower() in _GENERAL:
        return Text(text, len(value.as_tuple().digits) > _GENERAL_DIGITS + (value == value.to_integral_value()))
    fixed = _FIXED.fullmatch(bare)
    return Text(text, True) if fixed is None else _show_fixed(value, text, fixed)


def _section_for(value: Decimal, number_format: str) -> str | None:
    """The part of the format that is for this value; None where that cannot be told, or a minus would be lost."""
    if len(number_format) > _LONGEST_FORMAT or _SPECIAL.search(number_format):
        return None
    sections = _SEMICOLON.split(number_format)
    if value < 0 and len(sections) > 1:
        return sections[1] if sections[1].strip().startswith("-") else None
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _hides_text(number_format: str) -> bool:
    sections = number_format.split(";")
    return len(sections) > 3 and "@" not in sections[3]


def _show_fixed(value: Decimal, text: str, fixed: re.Match[str]) -> Text:
    """Digits with or without separators and decimals: certain where nothing is rounded away or put before them."""
    whole, part = fixed["whole"], fixed["part"] or ""
    if value == 0 and "0" not in whole and not part:
        return Text("")
    is_rounded = round(value, len(part)) != value
    is_padded = whole.count("0") > max(1, len(str(abs(int(value)))))
    is_scaled = whole.endswith(",")
    return Text(text, is_rounded or is_padded or is_scaled)


Ink = tuple[int, int, int] | str
"""A colour: red, green and blue, or the name of one that only the program knows, equal to itself alone."""

PAPER, BLACK, UNKNOWN = (255, 255, 255), (0, 0, 0), "unknown"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is set. ``is_odd``: struck, tiny, or of the colour behind it, which is ``ground``; ``is_raised``:
    above or below the line; ``points`` the size of its letters, where the file says it."""

    number_format: str = "General"
    is_odd: bool = False
    ground: Ink = PAPER
    is_raised: bool = False
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a cell's text that is set in its own way."""

    text: str
    is_raised: bool = False
    is_odd: bool = False
    points: float | None = None


def show_cell(value: object, runs: Iterable[Run] | None, look: Look) -> Text:
    """What a cell shows: a value, or a text whose parts are set differently (``runs``)."""
    parts = list(runs or ())
    shown = show_runs(parts) if parts else show_value(value, look.number_format)
    is_raised = all(run.is_raised for run in parts if run.text.strip()) if parts else look.is_raised
    is_alone = is_raised and is_mark(shown.text)
    return Text(shown.text, shown.is_doubtful or look.is_odd, is_alone)


def is_odd_font(*, is_struck: bool, points: float | None, ink: Ink, ground: Ink) -> bool:
    """Whether digits set so are not seen, or seen struck out."""
    is_tiny = points is not None and float(points) <= _NO_POINTS
    return is_struck or is_tiny or is_same_ink(ink, ground)


def is_same_ink(ink: Ink, ground: Ink) -> bool:
    """Whether letters of one colour cannot be told from the other."""
    if isinstance(ink, str) or isinstance(ground, str):
        return ink == ground != UNKNOWN
    return all(abs(one - other) <= _NEAR for one, other in zip(ink, ground, strict=True))


def show_runs(parts: Sequence[Run]) -> Text:
    """A text whose parts are set differently: raised digits beside others are a note, odd ones leave it doubtful.

    So do raised digits that are too many for a note or stand before a text, and those far smaller than others.
    """
    is_all_raised = all(run.is_raised for run in parts if run.text.strip())
    largest = max((run.points or 0 for run in parts if _has_digit(run.text)), default=0)
    texts, is_doubtful = [], False
    for run in parts:
        is_small = run.points is not None and run.points <= _SMALL * largest
        if not run.is_raised or is_all_raised or not JOINED.match(run.text.strip()):
            is_doubtful |= (run.is_odd or is_small) and _has_digit(run.text)
            texts.append(run.text)
        elif is_mark(run.text) and "".join(texts).strip():
            texts.append(f"[{run.text.strip()}]")
        else:
            is_doubtful = True
    return Text("".join(texts), is_doubtful)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
