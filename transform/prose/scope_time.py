"""Whether a figure of the prose is of the report's year, and of the whole of it (2022年收到36件; 上半年收到12件)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from transform.prose.scope_words import CLAUSE, WIDE_CLAUSE, Own, Place, load_scope_words

_BOOK_TITLE = re.compile("《[^《》]*+》")
_WHOLE_YEAR = re.compile(
    r"(20\d\d年)?(?<!\d)1月?(?:1日|份)?起?(?:至|到|-|~|—)(?:20\d\d年)?12月(?:31日|份|底)?|"
    r"截[至止](20\d\d年)?(?:12月(?:31日|底)|年底|年末)"
)


def is_own_time(place: Place, own: Own) -> bool:
    """The figure is of the report's whole year, and no plan.

    The last year named before it decides; 去年, 每月 and the like count in the figure's own clause. A part of a year or
    a span of years holds until a year or the whole of one is named.
    """
    clause = _WHOLE_YEAR.sub("", CLAUSE.split(place.before)[-1] + place.between)
    words = _time_words()
    if words.not_this_year.search(clause) or words.plan.search(WIDE_CLAUSE.split(place.before)[-1] + place.between):
        return False
    is_own_year = is_whole = True
    text = _WHOLE_YEAR.sub(
        _say_whole_year, words.comparison.sub(",", _BOOK_TITLE.sub("", place.before + place.between))
    )
    for found in words.times.finditer(text):
        if found.lastgroup == "year":
            is_own_year, is_whole = own.year is None or int(found["year"]) == own.year, True
        elif found.lastgroup == "own":
            is_own_year = is_whole = True
        else:
            is_whole = found.lastgroup == "whole"
    return is_own_year and is_whole


def is_sum_of_years(before: str, clause: str, behind: str, own: Own) -> bool:
    """累计收到532件,其中2023年收到32件; 截至2023年底,累计…: a sum since some year. 全年累计 and 本年度累计 are none."""
    words = _time_words()
    if not words.sum.search(clause):
        return False
    if words.sum_since.search(behind):
        return True
    this_year = rf"(?<!截至)(?<!截止)(?<!自)(?:全年|本年|今年|当年|年内|{own.year}年)"
    return bool(words.sum_until.search(before)) and not re.search(this_year, clause)


@dataclass(frozen=True, slots=True)
class _TimeWords:
    not_this_year: re.Pattern[str]
    comparison: re.Pattern[str]
    plan: re.Pattern[str]
    times: re.Pattern[str]
    sum: re.Pattern[str]
    sum_since: re.Pattern[str]
    sum_until: re.Pattern[str]


@cache
def _time_words() -> _TimeWords:
    words = load_scope_words()
    times = (
        rf"(?P<span>{words.spans_of_years})|(?P<part>{words.parts_of_year})|(?P<own>{words.own_years})|"
        rf"(?P<whole>{words.whole_years})|(?P<year>20\d\d)年"
    )
    return _TimeWords(
        not_this_year=re.compile(rf"{words.other_years}|{words.rates}"),
        comparison=re.compile(words.comparisons),
        plan=re.compile(words.plans),
        times=re.compile(times),
        sum=re.compile(words.sums),
        sum_since=re.compile(words.sums_of_years),
        sum_until=re.compile(words.sums_until),
    )


def _say_whole_year(found: re.Match[str]) -> str:
    return f"{found[1] or found[2] or ''}全年"
