"""The words that say a figure of the prose is not this report's: transform/prose/claim_scope.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import load_yaml
from transform.organs import organ_kind

SCOPE_FILE = Path(__file__).parent / "claim_scope.yaml"

_GOVERNING = re.compile(r"(?:人民政府|行政公署|管委会|办事处)$")
CLAUSE = re.compile("[,;:、()]")
WIDE_CLAUSE = re.compile("[,;:]")
BRACKETED = re.compile(r"\([^()]*+\)")


class ScopeWords(BaseModel):
    """The whole of claim_scope.yaml; every value is a regular expression."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    other_years: str
    own_years: str
    whole_years: str
    parts_of_year: str
    spans_of_years: str
    rates: str
    comparisons: str
    plans: str
    sums: str
    sums_of_years: str
    sums_until: str
    organs: str
    subject_fillers: str
    own_subjects: str
    everyone: str
    together: str
    parts: str
    verbs: str
    in_whose_name: str
    helping: str
    other_matters: str
    object_fillers: str
    requests: str
    request_words: str
    marked_documents: str
    vague_requests: str
    other_disputes: str
    disclosure: str
    disclosure_denied: str
    disclosure_within: str
    other_documents: str
    channel_of_requests: str
    news_verbs: str
    part_channels: str
    whole_channels: str
    bounds_before: str
    bounds_behind: str
    rough_before: str
    rough_behind: str
    changes_before: str


@cache
def load_scope_words() -> ScopeWords:
    """claim_scope.yaml, checked: an unknown key is refused. A folded expression is written without its white space."""
    stated = load_yaml(SCOPE_FILE.read_text("utf-8"))
    return ScopeWords.model_validate({name: re.sub(r"\s+", "", text) for name, text in stated.items()})


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
    """A figure in its sentence: the words before its measure's, those of the measure, and what follows the figure."""

    before: str
    between: str
    behind: str
