"""Whether a figure of the prose is of the report's year, and of the whole of it (2022年收到36件; 上半年收到12件)."""

from __future__ import annotations

import re

from transform.prose.scope_words import CLAUSE, WIDE_CLAUSE, Own, Place, load_scope_words

_BOOK_TITLE = re.compile("《[^《》]*+》")
_TOLD_YEAR = re.compile(r"[件份宗起例条]次?\((20\d\d)年度?\)")  # 12件(2022年)
_WHOLE_YEAR = re.compile(
    r"(20\d\d年)?(?<!\d)1月?(?:1日|份)?起?(?:至|到|-|~|—)(?:20\d\d年)?12月(?:31日|份|底)?|"
    r"截[至止](20\d\d年)?(?:12月(?:31日|底)|年底|年末)|"
    r"(2008年)5月(?:1日|份)?起?(?:至|到|-|~|—)(?:2008年|年)?(?:12月(?:31日|份|底)?|底)"  # the 条例 came into force then
)


def is_own_time(place: Place, own: Own) -> bool:
    """The figure is of the report's whole year, and no plan.

    The last year named before it decides; 去年, 每月 and the like count in the figure's own clause. A part of a year or
    a span of years holds until a year or the whole of one is named; a plan (下一步) until 今年; one applicant's case
    and the words of a rule until 今年 or 全年.
    """
    clause = _WHOLE_YEAR.sub("", CLAUSE.split(place.before)[-1] + place.between)
    words = load_scope_words()
    told = _TOLD_YEAR.match(place.behind)
    if told and own.year is not None and int(told[1]) != own.year:
        return False
    if words.other_years.search(clause) or words.rates.search(clause):
        return False
    wide = WIDE_CLAUSE.split(place.before)[-1] + place.between
    listed = words.other_years_listed.search(wide)
    if words.plans.search(wide) or (listed and not words.own_years.search(wide, listed.end())):
        return False
    return _holds(_BOOK_TITLE.sub("《》", place.before + place.between), own)


def _holds(told: str, own: Own) -> bool:
    """The words of time before a figure leave it in the whole of the report's year, and are no plan, case or rule."""
    is_own_year = is_whole = True
    is_plan = is_case = False
    words = load_scope_words()
    for found in words.times.finditer(_WHOLE_YEAR.sub(_say_whole_year, words.comparisons.sub(",", told))):
        kind = found.lastgroup
        if kind == "plan":
            is_plan = True
        elif kind == "case":
            is_case = True
        elif kind == "year":
            is_own_year, is_whole = own.year is None or int(found["year"]) == own.year, True
        else:
            is_whole = kind in ("own", "whole")
            is_own_year, is_plan = is_own_year or kind == "own", is_plan and kind != "own"
            is_case = is_case and not is_whole
    return is_own_year and is_whole and not (is_plan or is_case)


def is_sum_of_years(before: str, clause: str, behind: str, own: Own) -> bool:
    """累计收到532件,其中2023年收到32件; 截至2023年底,累计…: a sum since some year. 全年累计 and 本年度累计 are none."""
    words = load_scope_words()
    is_sum = bool(words.sums.search(clause))
    if words.sums_of_years.search(behind) and (is_sum or (words.sums_until.search(before) and "结转" not in behind)):
        return True
    if not is_sum:
        return False
    this_year = rf"(?<!截至)(?<!截止)(?<!自)(?:全年|本年|今年|当年|年内|{own.year}年)"
    return bool(words.sums_until.search(before)) and not re.search(this_year, clause)


def _say_whole_year(found: re.Match[str]) -> str:
    return f"{found[1] or found[2] or found[3] or ''}全年"
