"""The three national forms as this county prints them, read from forms.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

LEGAL_COLUMNS = (
    "commercial_enterprise",
    "research_institution",
    "social_welfare_org",
    "legal_service_org",
    "other_org",
)
APPLICANTS = ("natural_person", *LEGAL_COLUMNS)
ALL_COLUMNS = (*APPLICANTS, "total")


class Strict(BaseModel):
    """A model that refuses keys it does not know, so that a misspelt one cannot be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    """One code with the words printed for it."""

    code: str
    label: str


class ArticleBlock(Strict):
    """One block of Table 2: an item of article 20, its value columns and its rows."""

    article: str
    columns: tuple[Label, ...]
    rows: tuple[Label, ...]


class RequestRow(Strict):
    """One row of Table 3: a value row (``code``) or a heading over ``rows``; （六）其他处理 may be either."""

    label: str
    code: str | None = None
    rows: tuple[RequestRow, ...] = ()


class RequestTable(Strict):
    """Table 3: requests by outcome and applicant."""

    note: str
    applicants: str
    natural_person: str
    legal_persons: str
    total: str
    legal_columns: tuple[Label, ...]
    rows: tuple[RequestRow, ...]


class DisputeTable(Strict):
    """Table 4: reconsideration and litigation, one row of fifteen cells."""

    blocks: tuple[Label, ...]
    litigation: str
    columns: tuple[Label, ...]


class YearlyRow(Strict):
    """One row of the single-column table of 2014; a heading has no code."""

    level: int
    label: str
    code: str | None = None
    unit: str | None = None


class YearlyTable(Strict):
    """The statistics table of 国办发〔2014〕32号."""

    title: str
    rows: tuple[YearlyRow, ...]


class Forms(Strict):
    """Everything forms.yaml holds."""

    t2_2019: tuple[ArticleBlock, ...]
    t2_2021: tuple[ArticleBlock, ...]
    t3: RequestTable
    t4: DisputeTable
    g1: YearlyTable

    def t2(self, edition: str) -> tuple[ArticleBlock, ...]:
        """Table 2 of an edition, ``2019`` or ``2021``."""
        return self.t2_2021 if edition == "2021" else self.t2_2019


@cache
def load_forms() -> Forms:
    """Read forms.yaml once."""
    text = resources.files(__package__).joinpath("forms.yaml").read_text(encoding="utf-8")
    return Forms.model_validate(yaml.safe_load(text))


def outcome_rows(*, has_single_other: bool) -> tuple[str, ...]:
    """Codes of Table 3's outcome rows that add up to 总计, in printed order."""
    results = next(row for row in load_forms().t3.rows if row.rows)
    codes = tuple(_leaf_codes(results, has_single_other=has_single_other))
    return tuple(code for code in codes if code != "total_processed")


def _leaf_codes(row: RequestRow, *, has_single_other: bool) -> Iterator[str]:
    if row.code and (not row.rows or has_single_other):
        yield row.code
        return
    for child in row.rows:
        yield from _leaf_codes(child, has_single_other=has_single_other)
