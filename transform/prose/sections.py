"""The heading over a sentence: under 下一步打算, 2022年工作回顾, 乡镇情况 no figure is this report's own."""

from __future__ import annotations

import re

from transform.prose.scope_words import Own, load_scope_words

LONGEST_HEADING = 40
HEADING = re.compile(
    r"#*(?:(?P<chapter>[一二三四五六七八九十]+、|第[一二三四五六七八九十]部分[:、]?)|(?P<section>\([一二三四五六七八九十]+\))|"
    r"(?P<item>\d{1,2}[.、]))[^,。;]*"
)
_LEVELS = ("chapter", "section", "item")
_FIGURE = re.compile(r"\d[万余多]{0,2}[件份宗起例条元个%]")
_YEAR = re.compile(r"(20\d\d)年")
_LONGEST_UNNUMBERED = 20


class Sections:
    """The headings of a report as they come; after each, whether what follows may be this report's own.

    A heading holds until the next of its level or a higher one: sub-headings of a plan are of the plan.
    """

    def __init__(self, own: Own) -> None:
        self._own = own
        self._foreign: int | None = None  # the level of the heading that speaks of something else
        self._is_past = False

    def enter(self, sentence: str) -> None:
        """Take the sentence for a heading if it is one."""
        level = heading_level(sentence)
        if level is None or (self._foreign is not None and level > self._foreign):
            return
        self._is_past = self._is_of_other_years(sentence)
        is_foreign = self._is_past or self._is_plan(sentence) or self._is_of_others(sentence)
        self._foreign = level if is_foreign else None

    def is_own(self, sentence: str) -> bool:
        """The sentence stands under no such heading, or under one of a past year and says that it is of this year."""
        if self._foreign is None:
            return True
        return self._is_past and (
            f"{self._own.year}年" in sentence or load_scope_words().own_years.search(sentence) is not None
        )

    def _is_plan(self, heading: str) -> bool:
        return load_scope_words().plan_headings.search(heading) is not None

    def _is_of_other_years(self, heading: str) -> bool:
        years = {int(year) for year in _YEAR.findall(heading)}
        if self._own.year is not None and years:
            return self._own.year not in years
        return load_scope_words().past_headings.search(heading) is not None

    def _is_of_others(self, heading: str) -> bool:
        """Its subject is other organs, none of whose kind the report's own is (镇 of a town)."""
        found = load_scope_words().others_headings.search(heading)
        return found is not None and self._own.organ is not None and found["who"] not in self._own.organ


def heading_level(sentence: str) -> int | None:
    """0 for 一、, 1 for (一), 2 for 1., 3 for a short line without number; None where the sentence is no heading."""
    text = sentence.rstrip("。:")
    if len(text) > LONGEST_HEADING or _FIGURE.search(text):
        return None
    numbered = HEADING.fullmatch(text)
    if numbered:
        return next(level for level, name in enumerate(_LEVELS) if numbered[name])
    is_led = sentence.endswith(":") and len(text) <= _LONGEST_UNNUMBERED and not re.search("[,;。:]", text)
    return len(_LEVELS) if is_led or is_plain_heading(text) else None


def is_plain_heading(text: str) -> bool:
    """A heading without number or colon that says by its words that it is one: 下一步工作打算."""
    return len(text) <= _LONGEST_UNNUMBERED and load_scope_words().plain_headings.fullmatch(text) is not None
