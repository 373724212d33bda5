"""One report as it is printed on a given night: figures, deviations, habits and dates put together."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from .figures import Cells, draw_figures, edition_of
from .forms import APPLICANTS, outcome_rows
from .model import CountyPlan, Delivery, Deviation, LayoutName, Organ, load_plan
from .yearly import draw_yearly

OTHER_LEAVES = ("other_overdue_correction", "other_overdue_fee", "other_misc")
FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One table cell: the number a reader takes from it (None where it is blank), its characters, and a money unit."""

    value: Decimal | None
    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a page of one organ and year prints; ``stated`` are the numbers of its narrative."""

    organ: Organ
    year: int
    edition: str
    title: str
    published_on: date
    cells: Mapping[str, PrintedCell]
    figures: Mapping[str, Decimal]
    stated: Mapping[str, int]
    labels: Mapping[str, str]
    layout: LayoutName
    delivery: Delivery
    charset: str
    has_single_other: bool


class ReportBook:
    """All reports of the county. The seed decides every number: two books of one plan are equal."""

    def __init__(self, plan: CountyPlan | None = None) -> None:
        self.plan = plan or load_plan()

    @cached_property
    def _figures(self) -> dict[tuple[str, int], Cells]:
        return draw_figures(self.plan)

    def years_of(self, organ: Organ) -> range:
        """Statistics years the organ has to report on."""
        return range(organ.since, self.plan.last_year + 1)

    def report(self, organ: Organ, year: int, night: int = 1) -> Report:
        """The report as printed on that night."""
        deviation = self.plan.deviation(organ.name, year)
        edition = deviation.edition or edition_of(year)
        figures = self._figures_of(organ, year, edition)
        for key, change in (deviation.add | _night_changes(deviation, night)).items():
            figures[key] += change
        if has_single_other := deviation.has_single_other or edition == "2019":
            _merge_other_rows(figures)
        title = (deviation.title or organ.title).format(organ=organ.name, year=year)
        return Report(
            organ=organ,
            year=year,
            edition=edition,
            title=title,
            published_on=deviation.published_on or self._publication_day(organ, year),
            cells={key: print_cell(key, value, organ, deviation) for key, value in figures.items()},
            figures=figures,
            stated=deviation.stated,
            labels=deviation.labels,
            layout=deviation.layout or organ.layout,
            delivery=deviation.delivery,
            charset=deviation.charset,
            has_single_other=has_single_other,
        )

    def superior_report(self, title: str, year: int, published_on: date) -> Report:
        """A report of the city above, as such columns often carry: complete, and none of the county's business."""
        city = Organ(
            name=f"{self.plan.prefecture.name}人民政府",
            kind="government",
            platform="trs",
            column="",
            title=title,
            region_code=self.plan.prefecture.code,
        )
        county = next(organ for organ in self.plan.organs if organ.kind == "government")
        figures = {key: 3 * value for key, value in self._figures_of(county, year, edition_of(year)).items()}
        plain = Deviation(organ=city.name, year=year, why="superior")
        if has_single_other := edition_of(year) == "2019":
            _merge_other_rows(figures)
        return Report(
            organ=city,
            year=year,
            edition=edition_of(year),
            title=title,
            published_on=published_on,
            cells={key: print_cell(key, value, city, plain) for key, value in figures.items()},
            figures=figures,
            stated={},
            labels={},
            layout="plain",
            delivery="page",
            charset="utf-8",
            has_single_other=has_single_other,
        )

    def _figures_of(self, organ: Organ, year: int, edition: str) -> Cells:
        if edition == "2014":
            return draw_yearly(self.plan, organ, year)
        return dict(self._figures[organ.name, year])

    def _publication_day(self, organ: Organ, year: int) -> date:
        """A day within the legal time: 31 January for departments, 31 March for governments and before 2019."""
        rng = random.Random(f"{self.plan.seed}/{organ.name}/{year}/day")
        if organ.kind == "government" or year < 2019:
            return date(year + 1, 3, rng.randint(2, 29))
        return date(year + 1, 1, rng.randint(6, 29))


def print_cell(key: str, value: Decimal, organ: Organ, deviation: Deviation) -> PrintedCell:
    """How a number is set in its cell by this organ."""
    if deviation.is_total_blank and _is_outcome_total(key):
        return PrintedCell(None, "\xa0")
    if value == 0 and deviation.blanks != "zero" and not key.startswith("t2."):
        return PrintedCell(None, {"nbsp": "\xa0", "dash": "/", "empty": ""}[deviation.blanks])
    if key.endswith("procurement_amount"):
        return _print_money(value, "元" if organ.layout == "word" else "万元")
    text = str(value)
    if deviation.numerals == "thousands":
        text = f"{value:,}"
    elif deviation.numerals == "full_width":
        text = text.translate(FULL_WIDTH)
    elif deviation.numerals == "signed" and key.endswith("net_change") and value:
        text = f"{'增' if value > 0 else '减'}{abs(value)}"
    return PrintedCell(value, text, "万元" if key.endswith(("fee_amount", "s7_fees", "special_funds")) else None)


def _print_money(value: Decimal, unit: str) -> PrintedCell:
    """采购总金额 with its unit in the cell, as the 2019 form gives none in the head."""
    amount = (value * 10_000).quantize(Decimal("0.01")) if unit == "元" else value
    return PrintedCell(amount, f"{amount}{unit}", unit)


def _is_outcome_total(key: str) -> bool:
    return key.startswith("t3.") and key.endswith(".total") and key.split(".")[1] in _OUTCOMES


_OUTCOMES = frozenset(outcome_rows(has_single_other=False)) | {"other_handling"}


def _night_changes(deviation: Deviation, night: int) -> dict[str, Decimal]:
    return deviation.night2.add if deviation.night2 and night >= 2 else {}


def _merge_other_rows(figures: Cells) -> None:
    """（六）其他处理 as one row: its three parts are added up and not printed."""
    for column in (*APPLICANTS, "total"):
        leaves = [figures.pop(f"t3.{leaf}.{column}", Decimal(0)) for leaf in OTHER_LEAVES]
        key = f"t3.other_handling.{column}"
        if figures and f"t3.granted.{column}" in figures:
            figures[key] = figures.get(key, Decimal(0)) + sum(leaves, Decimal(0))
