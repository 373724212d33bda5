"""The words that say a figure of the prose is not this report's: transform/prose/claim_scope.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import load_yaml
from transform.organs import organ_kind

SCOPE_FILE = Path(__file__).parent / "claim_scope.yaml"

_GOVERNING = re.compile(r"(?:人民政府|行政公署|管委会|办事处)$")
_REPEATED = {"organs": "(?:{})$", "subject_fillers": "(?:{})+$", "everyone": "(?:{})*"}
"""Entries whose words are the end of a text, several of them, or all of it."""
CLAUSE = re.compile("[,;:、()]")
WIDE_CLAUSE = re.compile("[,;:]")
BRACKETED = re.compile(r"\([^()]*+\)")


class ScopeWords(BaseModel):
    """The whole of claim_scope.yaml; every value is a regular expression, ``together`` one with a blank for {whole}."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    other_years: re.Pattern[str]
    other_years_listed: re.Pattern[str]
    own_years: re.Pattern[str]
    whole_years: re.Pattern[str]
    parts_of_year: re.Pattern[str]
    spans_of_years: re.Pattern[str]
    rates: re.Pattern[str]
    comparisons: re.Pattern[str]
    plans: re.Pattern[str]
    plan_times: re.Pattern[str]
    single_cases: re.Pattern[str]
    rules_cited: re.Pattern[str]
    plan_headings: re.Pattern[str]
    past_headings: re.Pattern[str]
    others_headings: re.Pattern[str]
    plain_headings: re.Pattern[str]
    sums: re.Pattern[str]
    sums_of_years: re.Pattern[str]
    sums_until: re.Pattern[str]
    organs: re.Pattern[str]
    subject_fillers: re.Pattern[str]
    own_subjects: re.Pattern[str]
    everyone: re.Pattern[str]
    together: str
    parts: re.Pattern[str]
    verbs: re.Pattern[str]
    own_level: re.Pattern[str]
    government_alone: re.Pattern[str]
    others_behind: re.Pattern[str]
    in_whose_name: re.Pattern[str]
    helping: re.Pattern[str]
    other_matters: re.Pattern[str]
    object_fillers: re.Pattern[str]
    proposals: re.Pattern[str]
    requests: re.Pattern[str]
    outcomes: re.Pattern[str]
    requests_behind: re.Pattern[str]
    request_words: re.Pattern[str]
    marked_documents: re.Pattern[str]
    marked_behind: re.Pattern[str]
    handled_before: re.Pattern[str]
    vague_requests: re.Pattern[str]
    other_disputes: re.Pattern[str]
    disclosure: re.Pattern[str]
    disclosure_denied: re.Pattern[str]
    disclosure_behind: re.Pattern[str]
    disclosure_within: re.Pattern[str]
    helped_disputes: re.Pattern[str]
    items_before: re.Pattern[str]
    reviewing_behind: re.Pattern[str]
    other_documents: re.Pattern[str]
    foreign_documents: re.Pattern[str]
    handled_information: re.Pattern[str]
    information_fees: re.Pattern[str]
    fees_apart: re.Pattern[str]
    channel_of_requests: re.Pattern[str]
    news_verbs: re.Pattern[str]
    parts_behind: re.Pattern[str]
    part_channels: re.Pattern[str]
    whole_channels: re.Pattern[str]
    parts_before: re.Pattern[str]
    rest_behind: re.Pattern[str]
    bounds_before: re.Pattern[str]
    bounds_behind: re.Pattern[str]
    rough_before: re.Pattern[str]
    rough_behind: re.Pattern[str]
    changes_before: re.Pattern[str]
    answers: re.Pattern[str]
    shares_behind: re.Pattern[str]
    penalties_behind: re.Pattern[str]
    parties_before: re.Pattern[str]

    @cached_property
    def times(self) -> re.Pattern[str]:
        """Words of time, by what they say: ``span``, ``part``, ``own``, ``whole``, ``year``; of ``plan`` and ``case``
        (one applicant's requests, a rule's words) see scope_time."""
        return re.compile(
            rf"(?P<plan>{self.plan_times.pattern})|(?P<case>{self.single_cases.pattern}|{self.rules_cited.pattern})|"
            rf"(?P<span>{self.spans_of_years.pattern})|(?P<part>{self.parts_of_year.pattern})|"
            rf"(?P<own>{self.own_years.pattern})|(?P<whole>{self.whole_years.pattern})|(?P<year>20\d\d)年"
        )

    @cached_property
    def stated_figure(self) -> re.Pattern[str]:
        """A verb and the figure behind it."""
        return re.compile(rf"(?:{self.verbs.pattern})\D*\d")

    @cached_property
    def predicates(self) -> re.Pattern[str]:
        """What ends a subject: a verb, or what the sentence counts (全县政府信息公开申请36件)."""
        return re.compile(rf"{self.verbs.pattern}|政府信息公开|{self.requests.pattern}")

    @cached_property
    def matters(self) -> re.Pattern[str]:
        """What is counted: a ``request`` for information, its ``outcome``, another matter (``other``; of those
        ``proposal``), or the ``word`` 申请 alone."""
        return re.compile(
            rf"(?P<request>{self.requests.pattern})|(?P<outcome>{self.outcomes.pattern})|"
            rf"(?P<proposal>{self.proposals.pattern})|(?P<other>{self.other_matters.pattern})|"
            "(?P<word>申请(?![人书表量单材主内类渠]))"
        )

    @cached_property
    def before_request(self) -> re.Pattern[str]:
        """The end of what may stand before 申请 where that is a request for information."""
        return re.compile(rf"(?:^|[^一-龥]|{self.request_words.pattern})$")

    @cached_property
    def documents(self) -> re.Pattern[str]:
        """规范性文件 (``own``) and other documents (``other``)."""
        return re.compile(rf"(?P<own>规范性文件)|(?P<other>{self.other_documents.pattern})")

    @cached_property
    def channels(self) -> re.Pattern[str]:
        """Words for the ``whole`` of what is published, and for a ``part`` of its channels."""
        return re.compile(rf"(?P<whole>{self.whole_channels.pattern})|(?P<part>{self.part_channels.pattern})")


@cache
def load_scope_words() -> ScopeWords:
    """claim_scope.yaml, checked: an unknown key is refused."""
    return scope_words_of(load_yaml(SCOPE_FILE.read_text("utf-8")))


def scope_words_of(stated: Mapping[str, Mapping[str, str]]) -> ScopeWords:
    """The words of every entry, which stand under its examples, as one expression."""
    return ScopeWords.model_validate({name: _any_of(name, words.values()) for name, words in stated.items()})


def _any_of(name: str, words: Iterable[str]) -> str:
    expression = "|".join(" ".join(words).split()).replace("〔", "(?:").replace("〕", ")?")
    return _REPEATED[name].format(expression) if name in _REPEATED else expression


@dataclass(frozen=True)
class Own:
    """Whose report it is, and of which year; None where that is unknown."""

    year: int | None
    organ: str | None

    @cached_property
    def whole(self) -> str:
        """What the organ calls 全…: 县 of a county's government, 街道 of a street office, 局 of a bureau."""
        region = _GOVERNING.sub("", self.organ or "")
        return "街道" if region.endswith("街道") else region[-1:]

    @cached_property
    def is_government(self) -> bool:
        return self.organ is not None and organ_kind(self.organ) in ("government", "zone")


@dataclass(frozen=True, slots=True)
class Place:
    """A figure in its sentence: the words before its measure's, those of the measure, and what follows the figure.

    ``context`` is the sentence before.
    """

    before: str
    between: str
    behind: str
    context: str = ""
