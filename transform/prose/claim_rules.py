"""What a report may state in its prose: the measures of claims.yaml and how their figures are worded."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules

CLAIMS_FILE = Path(__file__).parent / "claims.yaml"

_NUMBER = r"(?<![\d./-])(?P<n>\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,6})?)(?P<scale>万|亿)?"
_NAME = re.compile(r"\{([a-z_]+)\}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Words = str
"""Words with a space between."""
Wordings = dict[str, str]
"""How a figure or a zero is said: a sentence that states this one, and the expression that finds it there."""


class Measure(_Strict):
    """One thing a report may state; see the head of claims.yaml."""

    code: str
    zh: str
    unit: str
    wordings: Wordings
    kind: Literal["request", "dispute", "document", "information", "fee"] | None = None
    near: Words = ""
    far: Words = ""
    is_total: bool = False
    is_rough: bool = False
    has_share: bool = False
    is_own_year: bool = True

    @cached_property
    def far_words(self) -> re.Pattern[str] | None:
        """What must not stand between the measure's words and its figure."""
        return re.compile(any_of(self.far)) if self.far else None


class Absence(_Strict):
    """Words that state a zero for a measure."""

    code: str
    unit: str
    wordings: Wordings


class Changes(_Strict):
    """Words for a rise and a fall, and what may stand between a figure and its change."""

    up: Words
    down: Words
    between: str


class ClaimRules(_Strict):
    """The whole of claims.yaml."""

    words: dict[str, Words]
    fragments: dict[str, str]
    measures: tuple[Measure, ...]
    absences: tuple[Absence, ...]
    changes: Changes
    totals: tuple[str, ...]
    filler_stop: Words


Rule = tuple[Measure, re.Pattern[str] | None, tuple[re.Pattern[str], ...]]
"""A measure, what must stand in its passage, its patterns."""


def any_of(words: Words) -> str:
    """An expression for any one of the words, the first that fits."""
    return "|".join(words.split())


@cache
def load_claim_rules() -> ClaimRules:
    """claims.yaml, checked: an unknown key is refused."""
    return read_rules(CLAIMS_FILE, ClaimRules)


@cache
def compiled_measures() -> tuple[Rule, ...]:
    """Every measure with what must stand near it and its patterns."""
    return tuple(
        (measure, re.compile(any_of(measure.near)) if measure.near else None, _compile(measure.wordings))
        for measure in load_claim_rules().measures
    )


@cache
def compiled_absences() -> tuple[tuple[Absence, tuple[re.Pattern[str], ...]], ...]:
    """Every absence with its patterns."""
    return tuple((absence, _compile(absence.wordings)) for absence in load_claim_rules().absences)


@cache
def total_pattern() -> re.Pattern[str]:
    """What leads the total of several figures of one measure."""
    return re.compile("|".join(load_claim_rules().totals))


@cache
def change_pattern() -> re.Pattern[str]:
    """较去年下降12.3%, 比2022年(31件)下降29%, 较上年减少5件,下降29%: ``n`` with ``up`` or ``down``.

    ``than`` is there where it is compared in words, ``base`` where the year is named.
    """
    changes = load_claim_rules().changes
    up, down = any_of(changes.up), any_of(changes.down)
    step = rf"(?:{up}|{down})了?"
    figure = r"\d[\d,]{0,8}(?:件次|件|条|宗|起|份)"
    return re.compile(
        r"(?:(?P<than>较|比|同比)(?:(?P<base>20\d\d)年度?(?:同期|同比){0,2}|(?:去年|上一?年度?|同期){0,3})"
        rf"(?:的?{figure}|\([^()]{{0,12}}\))?(?:(?!分别)[^,。;\d]){{0,6}}?(?:{step}{figure}[,、(](?:同比|增幅|降幅|增长率|下降率)?为?)?"
        rf"|\((?:去年|上一?年度?)同?期?为?{figure}\),?|(?<=[件条],))"
        rf"(?:(?P<up>{up})|(?P<down>{down}))[了率幅约达为]{{0,3}}(?P<n>\d{{1,4}}(?:\.\d+)?)%(?!多)"
    )


@cache
def _everyone() -> re.Pattern[str]:
    return re.compile(_fill("{everyone}"))


def drop_everyone(text: str) -> str:
    """Text without 公民、法人和其他组织, which names everyone who may ask."""
    return _everyone().sub("", text)


def _compile(wordings: Wordings) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_fill(expression)) for expression in wordings.values())


def _fill(expression: str) -> str:
    """The expression with what it names put in; see the head of claims.yaml."""
    optional = expression.replace("〔", "(?:").replace("〕", ")?")
    return _NAME.sub(lambda found: _piece(found[1]), optional)


@cache
def _piece(name: str) -> str:
    """What a name stands for. Raises KeyError where claims.yaml has none of it."""
    rules = load_claim_rules()
    if name == "number":
        return f"(?:{_NUMBER})"
    if name in ("object", "gap"):
        filler = rf"(?:(?!{any_of(rules.filler_stop)})[^,。;:!?()\d])"
        return f"(?:{_piece('everyone')}?{filler}{{0,24}}?)" if name == "object" else f"(?:{filler}{{0,10}}?)"
    return f"(?:{any_of(rules.words[name])})" if name in rules.words else f"(?:{_fill(rules.fragments[name])})"
