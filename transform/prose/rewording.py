"""Sentences that state several figures at once, or in words, put as plain ones before their figures are looked for.

三十二件 is 32件; 收到、办结分别为32件、30件 is 收到32件,办结30件; 复议、诉讼均为0件 states two zeros; what a figure was
before (由上年的3件下降为1件) is taken away. Where the counts do not agree nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transform.words.numerals import read_spelt_number

_CASES = "件次|件|份|宗|起|例|人次|条"
_NUMERALS = "零〇一二两三四五六七八九十百千廿壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMERAL = f"[{_NUMERALS}]"
_IN_WORDS = re.compile(
    rf"(?<![第每这那同某何任无数几{_NUMERALS}])(?<!没有)(?<!未有)(?<!发生)(?<!出现)(?!(?<=上)[百千])({_NUMERAL}{{1,9}})(?={_CASES})(?!件事|起来|起案|条例|例行|零件)"
)
_ENDS_IN_WORDS = re.compile(rf"{_NUMERAL}(?:{_CASES})")  # asked first: most sentences count in digits
_ZERO = re.compile(r"(?<=[为是])(?:零|0)(?=[,。;、!?)]|$)")  # 依申请公开为零
_QUOTES = re.compile('[“”‘’"「」]')
_COLON = re.compile(rf"(?<=[一-龥])[::](?=\d[\d,.]*(?:万|亿)?(?:{_CASES}|元))")
_AND_THEN = re.compile(
    rf"(?P<one>收到|新收|受理|接收|接到)[并且、](?:全部|均|已|按[时期]|及时|依法|如期|按规定){{0,2}}(?P<two>办结|办理|答复|回复)(?P<what>(?:(?!分别)[^,。;:()\d]){{0,30}})"
    rf"(?P<figure>\d[\d,]*(?:{_CASES}))"
)
_NEXT_TO = re.compile(
    r"(?P<out>结转|转入|转至|转到|顺延至|顺延到|转)?(?:至|到|入)?(?P<year>20\d\d)年度?(?P<in>结转(?:[至到入]?20\d\d年度?)?)?"
)
_FIGURE = rf"\d[\d,.]*(?:万|亿)?(?:{_CASES})?"
_JOINT = "(?:、|和|与|及|以及)"
_BETWEEN_NAMES = re.compile(_JOINT)
_BETWEEN_FIGURES = re.compile(rf"{_JOINT}|,(?!\d{{3}}(?!\d))")
_EACH = re.compile(
    rf"(?P<names>(?:[^,。;:()\d]*+(?:20\d\d年[、和与及]?)+)?[^,。;:()\d]*)分别(?P<verb>[^\d,。;:]{{0,16}}?)"
    rf"(?P<figures>{_FIGURE}(?:(?:{_JOINT}|,){_FIGURE})+)"
)
_ALIKE = re.compile(
    rf"(?P<names>[^,。;:()\d]+)(?:(?:均|都)(?P<verb>为|是|有)|(?<=[议讼])各有?)(?P<figure>\d+(?:{_CASES}))"
)
_MAY_BE_TWICE = re.compile("[并且、](?:全部|均|已|按[时期]|及时|依法|如期|按规定)*[办答回]")
_MAY_BE_ALIKE = re.compile("[均都各]")
_BEFORE = re.compile(
    r"由(?:20\d\d年|上一?年度?|去年)的?\d[\d,]*(?:件次|件|条|起|份)?[^\d,。;:]{1,6}(?:到|为|至)(?:(?P<year>20\d\d)年的?)?(?=\d)"
)


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence put plainly: for each character of ``text`` the place in the printed sentence that it comes from."""

    text: str
    origins: Sequence[int]


_Piece = tuple[str, int]
"""A text and the place it comes from. Of digits that stand for a word every one comes from the word's beginning."""


def reword(sentence: str, year: int | None) -> Reworded:
    """The sentence with one figure for each thing it counts, in digits."""
    plain = Reworded(sentence, range(len(sentence)))
    plain = _rewrite(plain, _QUOTES, lambda found: []) if _QUOTES.search(sentence) else plain
    plain = _rewrite(plain, _IN_WORDS, _in_digits) if _ENDS_IN_WORDS.search(sentence) else plain
    plain = _rewrite(plain, _ZERO, lambda found: [("0件", found.start())]) if _ZERO.search(sentence) else plain
    plain = _rewrite(plain, _COLON, lambda found: []) if ":" in sentence else plain
    plain = _rewrite(plain, _NEXT_TO, lambda found: _name_next(found, year)) if year and "转" in sentence else plain
    plain = _rewrite(plain, _AND_THEN, _say_twice) if _MAY_BE_TWICE.search(sentence) else plain
    if "由" in sentence:
        plain = _rewrite(plain, _BEFORE, lambda found: [] if not found["year"] or int(found["year"]) == year else None)
    plain = _rewrite(plain, _EACH, _spread) if "分别" in plain.text else plain
    return _rewrite(plain, _ALIKE, _repeat) if _MAY_BE_ALIKE.search(sentence) else plain


def _rewrite(
    before: Reworded, pattern: re.Pattern[str], write: Callable[[re.Match[str]], list[_Piece] | None]
) -> Reworded:
    """Every match as the pieces that ``write`` makes of it, or as it was (None)."""
    text: list[str] = []
    origins: list[int] = []
    done = 0
    for found in pattern.finditer(before.text):
        pieces = write(found)
        if pieces is None:
            continue
        for piece, at in [(before.text[done : found.start()], done), *pieces]:
            is_copy = before.text.startswith(piece, at)
            text.append(piece)
            origins += before.origins[at : at + len(piece)] if is_copy else [before.origins[at]] * len(piece)
        done = found.end()
    if not done:
        return before
    return Reworded("".join(text) + before.text[done:], [*origins, *before.origins[done:]])


def _name_next(found: re.Match[str], year: int) -> list[_Piece] | None:
    """2022年结转 and 结转2024年 of a report of 2023 as 上年结转 and 结转下年度."""
    named = int(found["year"])
    into = re.search(r"20\d\d", found["in"] or "")
    if found["in"] and not found["out"] and named == year - 1 and (not into or int(into[0]) == year):
        return [("上年", found.start()), ("结转", found.start("in"))]
    if into and not found["out"] and named == year and int(into[0]) == year + 1:  # 2023年结转至2024年
        return [("结转下年度", found.start("in"))]
    if found["out"] and not found["in"] and named == year + 1:
        return [("结转下年度", found.start())]
    return None


def _say_twice(found: re.Match[str]) -> list[_Piece]:
    """收到并办结申请12件 as 收到申请12件,办结申请12件."""
    parts = [(found[name], found.start(name)) for name in ("one", "what", "figure", "two", "what", "figure")]
    return [*parts[:3], (",", found.start("two")), *parts[3:]]


def _in_digits(found: re.Match[str]) -> list[_Piece] | None:
    number = read_spelt_number(found[1].replace("廿", "二十"))
    return [(str(number), found.start())] if number is not None else None


def _spread(found: re.Match[str]) -> list[_Piece] | None:
    return _join(found, _split(found, "figures", _BETWEEN_FIGURES))


def _repeat(found: re.Match[str]) -> list[_Piece] | None:
    """One figure stands for all names."""
    return _join(found, [(found["figure"], found.start("figure"))] * len(_split(found, "names", _BETWEEN_NAMES)))


def _split(found: re.Match[str], group: str, border: re.Pattern[str]) -> list[_Piece]:
    """The parts of a group between borders, with their places; empty ones left out."""
    start, end = found.span(group)
    cuts = [cut.span() for cut in border.finditer(found.string, start, end)]
    bounds = zip([start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end], strict=True)
    return [(found.string[a:b], a) for a, b in bounds if a < b]


def _join(found: re.Match[str], figures: list[_Piece]) -> list[_Piece] | None:
    """Each name with its figure, or nothing where they are not as many."""
    names = _split(found, "names", _BETWEEN_NAMES)
    if len(names) < 2 or len(names) != len(figures):
        return None
    verb = [] if found["verb"] in {None, "为", "是", "有", "共"} else [(found["verb"], found.start("verb"))]
    pieces = [
        piece for name, figure in zip(names, figures, strict=True) for piece in ((",", name[1]), name, *verb, figure)
    ]
    return pieces[1:]
