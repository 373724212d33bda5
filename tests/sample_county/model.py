"""What county.yaml may say: organs, their habits, and the deviations planted in single reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import Field, model_validator

from .forms import Strict

Kind = Literal["government", "office", "department", "township"]
Platform = Literal[
    "trs",
    "jcms",
    "my71",
    "jcms_xxgk",
    "jpaas",
    "ucap",
    "vsb",
    "gkmlpt",
    "lonsun",
    "epoint",
    "links",
    "trs_search",
    "blocked",
]
LayoutName = Literal[
    "plain",
    "word",
    "spans",
    "twice",
    "split",
    "repeat",
    "colspans",
    "vertical",
    "one_table",
    "flat",
    "nested",
    "unclosed",
    "cumulative",
    "padded",
]
"""How a report's tables are set; what each does to the grid stands in grids.py, what to the markup in cells.html.j2."""
Delivery = Literal["page", "docx", "pdf", "soft_404", "script_shell", "never"]
Coverage = Literal["on_time", "late", "missing", "blocked", "unparsable", "withdrawn"]


class Region(Strict):
    """A fictional division; ``site_code`` is the ten-digit SiteIDCode of its web sites."""

    code: str
    name: str
    site_code: str | None = None


class Organ(Strict):
    """One reporting body and the habits of its reports.

    ``listed_by`` names the organ in whose column its reports stand (an area-wide list), ``yearly_until`` the last
    statistics year whose report lies in a directory of its own year. ``requests`` is an ordinary year's number of
    requests, ``docs`` the normative documents in force at the start, ``decisions`` the yearly licences, penalties and
    coercive measures, ``fee`` the yearly charges in 万元.
    """

    name: str
    kind: Kind
    platform: Platform
    column: str
    title: str
    layout: LayoutName = "plain"
    requests: int = 0
    docs: int = 0
    decisions: tuple[int, int, int] = (0, 0, 0)
    fee: Decimal = Decimal(0)
    since: int = 2019
    listed_by: str | None = None
    yearly_until: int | None = None
    region_code: str = "990101"


class Finding(Strict):
    """A fault planted in a report: identity of the catalogue and the column, row or block it concerns."""

    identity: str
    scope: str = "report"


class Night2(Strict):
    """What has changed by the second night."""

    add: dict[str, Decimal] = Field(default_factory=dict)
    is_withdrawn: bool = False
    is_delisted: bool = False
    findings: tuple[Finding, ...] = ()


class Deviation(Strict):
    """How one report differs from the ordinary one of its organ.

    ``add`` changes printed numbers, ``blanks`` says what stands for zero, ``is_total_blank`` empties 总计 on outcome
    rows, ``stated`` makes the prose say another number than the table, ``labels`` replaces words of the tables. ``why``
    is for the reader.
    """

    organ: str
    year: int
    why: str
    add: dict[str, Decimal] = Field(default_factory=dict)
    blanks: Literal["zero", "nbsp", "dash", "empty"] = "zero"
    numerals: Literal["plain", "thousands", "full_width", "signed"] = "plain"
    is_total_blank: bool = False
    has_single_other: bool = False
    layout: LayoutName | None = None
    edition: str | None = None
    title: str | None = None
    published_on: date | None = None
    delivery: Delivery = "page"
    charset: Literal["utf-8", "gb18030"] = "utf-8"
    stated: dict[str, int] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    coverage: Coverage | None = None
    night2: Night2 | None = None


class CountyPlan(Strict):
    """All of county.yaml."""

    seed: str
    region: Region
    prefecture: Region
    province: Region
    first_year: int
    last_year: int
    organs: tuple[Organ, ...]
    deviations: tuple[Deviation, ...] = ()

    @model_validator(mode="after")
    def _deviations_name_organs(self) -> CountyPlan:
        known = {organ.name for organ in self.organs}
        unknown = {deviation.organ for deviation in self.deviations} - known
        if unknown:
            raise ValueError(f"county.yaml: deviations of unknown organs: {', '.join(sorted(unknown))}")
        return self

    def organ(self, name: str) -> Organ:
        """The organ of that name; KeyError where there is none."""
        for organ in self.organs:
            if organ.name == name:
                return organ
        raise KeyError(name)

    def listed_in(self, owner: Organ) -> tuple[Organ, ...]:
        """The organs whose reports stand in the owner's column, the owner first."""
        return (owner, *(organ for organ in self.organs if organ.listed_by == owner.name))

    def deviation(self, organ: str, year: int) -> Deviation:
        """The planted deviation of a report, or one that changes nothing."""
        for deviation in self.deviations:
            if (deviation.organ, deviation.year) == (organ, year):
                return deviation
        return Deviation(organ=organ, year=year, why="ordinary")


@cache
def load_plan() -> CountyPlan:
    """Read county.yaml once."""
    text = resources.files(__package__).joinpath("county.yaml").read_text(encoding="utf-8")
    return CountyPlan.model_validate(yaml.safe_load(text))
