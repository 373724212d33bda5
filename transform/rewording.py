"""Sentences that state several figures at once, or in words, put as plain ones before their figures are looked for.

三十二件 is 32件; 收到、办结分别为32件、30件 is 收到32件,办结30件; 复议、诉讼均为0件 states two zeros; what a figure was
before (由上年的3件下降为1件) is taken away. Where the counts do not agree nothing is changed.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_CASES = "件次|件|份|宗|起|例|人次|条"
_NUMERAL = "[零〇一二两三四五六七八九十百千廿]"
_IN_WORDS = re.compile(
    rf"(?<![第每这那同某何任有零〇一二两三四五六七八九十百千廿])({_NUMERAL}{{1,9}})(?={_CASES})(?!件事|起来|起案|条例|例行)"
)
_FIGURE = rf"\d[\d,.]*(?:万|亿)?(?:{_CASES})?"
_JOINT = "(?:、|和|与|及|以及)"
_EACH = re.compile(
    rf"(?P<names>[^,。;:()\d]*(?:20\d\d年[、和与及]?)*[^,。;:()\d]*)分别(?P<verb>[^\d,。;:]{{0,16}}?)"
    rf"(?P<figures>{_FIGURE}(?:(?:{_JOINT}|,){_FIGURE})+)"
)
_ALIKE = re.compile(rf"(?P<names>[^,。;:()\d]+)(?:均|都)(?P<verb>为|是|有)(?P<figure>\d+(?:{_CASES}))")
_BEFORE = re.compile(
    r"由(?:20\d\d年|上一?年度?|去年)的?\d[\d,]*(?:件次|件|条|起|份)?[^\d,。;:]{1,6}(?:到|为|至)(?:(?P<year>20\d\d)年的?)?(?=\d)"
)
_DIGITS = {numeral: n for n, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def reword(sentence: str, year: int | None) -> str:
    """The sentence with one figure for each thing it counts, in digits."""
    text = _IN_WORDS.sub(lambda found: str(read_numeral(found[1]) or found[1]), sentence)
    text = _BEFORE.sub(lambda found: "" if not found["year"] or int(found["year"]) == year else found[0], text)
    text = _EACH.sub(_spread, text) if "分别" in text else text
    return _ALIKE.sub(lambda found: _join(_names(found["names"]), found["verb"], [found["figure"]]) or found[0], text)


def read_numeral(text: str) -> int | None:
    """A count in words: 三十二, 一百零五, 两, 廿一; None where it is none."""
    total, digit = 0, 0
    for character in text.replace("廿", "二十"):
        if character in _UNITS:
            total += max(digit, 0 if total else 1) * _UNITS[character] or 0
            digit = 0
        elif digit:
            return None
        else:
            digit = _DIGITS[character]
    return total + digit or None


def place_in(sentence: str, reworded: str, place: int) -> int:
    """Where in the printed sentence a place of the reworded one comes from."""
    if sentence == reworded:
        return place
    for _, a, b, c, d in SequenceMatcher(None, reworded, sentence, autojunk=False).get_opcodes():
        if a <= place < b:
            return min(c + place - a, max(c, d - 1))
    return len(sentence) - 1


def _spread(found: re.Match[str]) -> str:
    figures = [part for part in re.split(rf"{_JOINT}|,(?!\d{{3}}(?!\d))", found["figures"]) if part]
    return _join(_names(found["names"]), found["verb"], figures) or found[0]


def _names(text: str) -> list[str]:
    return [name for name in re.split(_JOINT, text) if name]


def _join(names: list[str], verb: str, figures: list[str]) -> str:
    """Each name with its figure, or nothing where they are not as many. One figure stands for all."""
    figures = figures * len(names) if len(figures) == 1 else figures
    if len(names) < 2 or len(names) != len(figures):
        return ""
    verb = "" if verb in {"为", "是", "有", "共"} else verb
    return ",".join(f"{name}{verb}{figure}" for name, figure in zip(names, figures, strict=True))
