"""What a report may state in its prose: the measures of claims.yaml and how their figures are worded."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import load_yaml

CLAIMS_FILE = Path(__file__).parent / "claims.yaml"

_NUMBER = r"(?<![\d./-])(?P<n>\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,6})?)(?P<scale>万|亿)?"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measure(_Strict):
    """One thing a report may state; see the head of claims.yaml."""

    code: str
    zh: str
    unit: str
    patterns: tuple[str, ...]
    kind: Literal["request", "dispute", "document", "information", "fee"] | None = None
    near: str | None = None
    far: str | None = None
    is_total: bool = False
    is_rough: bool = False
    has_share: bool = False
    is_own_year: bool = True


class Absence(_Strict):
    """Words that state a zero for a measure."""

    code: str
    unit: str
    patterns: tuple[str, ...]


class Changes(_Strict):
    """Words for a rise and a fall, and what may stand between a figure and its change."""

    up: str
    down: str
    between: str


class ClaimRules(_Strict):
    """The whole of claims.yaml."""

    blanks: dict[str, str]
    filler_stop: str
    everyone: str
    measures: tuple[Measure, ...]
    absences: tuple[Absence, ...]
    changes: Changes
    totals: str


Rule = tuple[Measure, re.Pattern[str] | None, tuple[re.Pattern[str], ...]]
"""A measure, what must stand in its passage, its patterns."""


@cache
def load_claim_rules() -> ClaimRules:
    """claims.yaml, checked: an unknown key is refused."""
    return ClaimRules.model_validate(load_yaml(CLAIMS_FILE.read_text("utf-8")))


@cache
def compiled_measures() -> tuple[Rule, ...]:
    """Every measure with what must stand near it and its patterns."""
    return tuple(
        (measure, re.compile(measure.near) if measure.near else None, tuple(map(_fill, measure.patterns)))
        for measure in load_claim_rules().measures
    )


@cache
def compiled_absences() -> tuple[tuple[Absence, tuple[re.Pattern[str], ...]], ...]:
    """Every absence with its patterns."""
    return tuple((absence, tuple(map(_fill, absence.patterns))) for absence in load_claim_rules().absences)


@cache
def change_pattern() -> re.Pattern[str]:
    """较去年下降12.3%, 比2022年(31件)下降29%, 较上年减少5件,下降29%: ``n`` with ``up`` or ``down``.

    ``than`` is there where it is compared in words, ``base`` where the year is named.
    """
    changes = load_claim_rules().changes
    step = rf"(?:{changes.up}|{changes.down})了?"
    figure = r"\d[\d,]{0,8}(?:件次|件|条|宗|起|份)"
    return re.compile(
        r"(?:(?P<than>较|比|同比)(?:(?P<base>20\d\d)年度?(?:同期|同比){0,2}|(?:去年|上一?年度?|同期){0,3})"
        rf"(?:的?{figure}|\([^()]{{0,12}}\))?(?:(?!分别)[^,。;\d]){{0,6}}?(?:{step}{figure}[,、(](?:同比|增幅|降幅|增长率|下降率)?为?)?"
        rf"|\((?:去年|上一?年度?)同?期?为?{figure}\),?|(?<=[件条],))"
        rf"(?:(?P<up>{changes.up})|(?P<down>{changes.down}))[了率幅约达为]{{0,3}}(?P<n>\d{{1,4}}(?:\.\d+)?)%(?!多)"
    )


def drop_everyone(text: str) -> str:
    """Text without 公民、法人和其他组织, which names everyone who may ask."""
    return re.sub(load_claim_rules().everyone, "", text)


def _fill(pattern: str) -> re.Pattern[str]:
    """The pattern with its blanks filled; see the head of claims.yaml."""
    rules = load_claim_rules()
    words = rf"(?:(?!{rules.filler_stop})[^,。;:!?()\d])"
    made = {"n": _NUMBER, "w": rf"(?:{rules.everyone})?{words}{{0,24}}?", "s": f"{words}{{0,10}}?"}
    for name, expression in (*rules.blanks.items(), *made.items()):
        pattern = pattern.replace(f"{{{name}}}", f"(?:{expression})")
    return re.compile(pattern)
