"""Is a list entry a report we expect there? Judged by its title: kind of document, organ, statistics year.

A list mixes news, other annual reports and the reports of superior organs with the ones looked for; every refusal says
why. What only the page can tell (whose report an unnamed one is) is left to the page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.organs import Ownership, judge_organ
from extract.registry import FIRST_YEAR, Source
from extract.yaml_file import read_rules

_RULES_FILE = Path(__file__).parent / "titles.yaml"
_YEAR = re.compile(r"(?<!\d)(?:20)?(20[0-4]\d)(?=\D|$)")
_YEAR_TEXT = re.compile(r"\((?:20)?20[0-4]\d(?:年度?|度)?\)|(?<!\d)(?:20)?20[0-4]\d(?:年度?|度)?")
_CHINESE_YEAR = re.compile(r"二[〇○零Oo0]([〇○零Oo0一二三四])([〇○零Oo0一二三四五六七八九])(?=年)")
_CHINESE_DIGITS = {
    char: str(value) for value, chars in enumerate(["〇○零Oo0", *"一二三四五六七八九"]) for char in chars
}
_CUT_SHORT = re.compile(r"(?:政府|政务)?信息公[^…]{0,12}(?:…|\.{2,})$")
_BRACKETED = re.compile(r"\([^()]*\)")
_ORGAN_END = re.compile(r"(府|办|室|局|委|会|厅|院|镇|乡|街道|处|中心|社|队)\)$")
_SPACE = re.compile(r"\s+")


class Refusal(BaseModel):
    """A pattern of titles that are not annual reports, and what they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    reason: str


class TitleRules(BaseModel):
    """titles.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    report: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    filler: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a title says. ``organ`` is the registry's name when the title's could be matched."""

    is_accepted: bool
    reason: str
    organ: str | None = None
    region: str | None = None
    year: int | None = None
    is_organ_named: bool = True


@lru_cache(maxsize=1)
def load_title_rules() -> TitleRules:
    """The rules of titles.yaml."""
    return read_rules(_RULES_FILE, TitleRules)


def judge_title(title: str, source: Source) -> Verdict:
    """Whether the entry is an annual report of an organ this source is expected to carry."""
    text = fold_title(title)
    year = find_year(text)
    refusal = refuse_kind(text)
    if refusal is not None:
        return Verdict(False, refusal, year=year)
    named = find_organ_text(text)
    ownership = judge_organ(named, source)
    if ownership.verdict is Ownership.EXPECTED:
        return Verdict(True, ownership.reason, ownership.organ, ownership.region, year, is_organ_named=bool(named))
    return Verdict(False, ownership.reason, ownership.organ, year=year)


def fold_title(title: str) -> str:
    """NFKC without white space, Chinese year numerals in digits."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", title))
    return _CHINESE_YEAR.sub(lambda m: "20" + _CHINESE_DIGITS[m[1]] + _CHINESE_DIGITS[m[2]], text)


def refuse_kind(text: str) -> str | None:
    """Why a folded title is no annual report on disclosure; None when it is one."""
    rules = load_title_rules()
    if not any(re.search(pattern, text) for pattern in rules.report):
        if _CUT_SHORT.search(text):
            return None  # the list cut the title; the page decides
        return "not an annual report on information disclosure"
    return next((rule.reason for rule in rules.refusals if re.search(rule.pattern, text)), None)


def find_year(text: str) -> int | None:
    """The statistics year a folded title names: the last one up to the report's own words, else the first after them.

    A doubled century is a typing slip: 202020年 (seen in 2021) is 2020, 202023年 is 2023.
    """
    years = [(match.start(), int(match[1])) for match in _YEAR.finditer(text) if int(match[1]) >= FIRST_YEAR]
    end = max((match.end() for pattern in load_title_rules().report for match in re.finditer(pattern, text)), default=0)
    before = [year for position, year in years if position < end]
    if before:
        return before[-1]
    return years[0][1] if years else None


def find_organ_text(text: str) -> str:
    """What remains of a folded title when year, kind of document and filler are taken away."""
    rules = load_title_rules()
    rest = _CUT_SHORT.sub("", _YEAR_TEXT.sub("", text))
    for pattern in rules.report:
        rest = re.sub(pattern, "", rest)
    outside = re.sub(rules.filler, "", _BRACKETED.sub("", rest)).strip("()")
    if not outside:
        inside = [part for part in _BRACKETED.findall(rest) if _ORGAN_END.search(part)]
        outside = inside[0].strip("()") if inside else ""
    return outside + "政府" if outside.endswith("人民") else outside
