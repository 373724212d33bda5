"""Numbers for every report, drawn from the seed and consistent before any deviation is planted.

Within a year T3-FLOW, T3-RESULT-SUM, T3-ROW-CROSS and T4-SUM hold; between years what is carried out is carried in,
pending suits are counted again, and the stock of documents rolls forward. The county government's own report is the
sum of all other organs, as a consolidated report is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .forms import APPLICANTS, outcome_rows
from .model import CountyPlan, Organ

Cells = dict[str, Decimal]

APPLICANT_WEIGHTS = (86, 7, 1, 1, 4, 1)
COMMON_OUTCOMES = {
    "granted": 44,
    "partial": 7,
    "refused_third_party_rights": 2,
    "refused_internal_affairs": 3,
    "refused_process_info": 3,
    "refused_enforcement_file": 3,
    "refused_admin_query": 2,
    "unable_not_held": 22,
    "unable_needs_creation": 5,
    "unable_still_unclear": 2,
    "not_handled_petition": 4,
    "not_handled_repeat": 2,
    "other_handling": 3,
    "other_overdue_correction": 2,
    "other_misc": 2,
}
BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


@dataclass(slots=True)
class Stock:
    """What one year leaves to the next."""

    waiting: dict[str, int] = field(default_factory=lambda: dict.fromkeys(APPLICANTS, 0))
    pending: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BLOCKS, 0))
    docs: int = 0
    items: dict[str, int] = field(default_factory=dict)


def edition_of(year: int) -> str:
    """The form a statistics year prescribes (2019 on: 60号, 2021 on: 30号)."""
    if year >= 2021:
        return "2021"
    return "2019" if year >= 2019 else "2014"


def draw_figures(plan: CountyPlan) -> dict[tuple[str, int], Cells]:
    """Consistent cells of every organ and year from 2019 on, by cell key."""
    figures: dict[tuple[str, int], Cells] = {}
    years = range(plan.first_year, plan.last_year + 1)
    for organ in plan.organs:
        if organ.kind == "government":
            continue
        stock = Stock(docs=organ.docs)
        for year in years:
            rng = random.Random(f"{plan.seed}/{organ.name}/{year}")
            figures[organ.name, year] = draw_year(rng, organ, year, stock)
    governments = [organ for organ in plan.organs if organ.kind == "government"]
    for government in governments:
        for year in years:
            parts = [cells for (_, of_year), cells in figures.items() if of_year == year]
            figures[government.name, year] = add_cells(parts)
    return figures


def draw_year(rng: random.Random, organ: Organ, year: int, stock: Stock) -> Cells:
    """One report's cells; ``stock`` is moved on to the next year."""
    edition = edition_of(year)
    cells: Cells = {}
    cells.update(_documents_2021(rng, organ, stock) if edition == "2021" else _documents_2019(rng, organ, stock))
    cells.update(_requests(rng, organ, edition, stock))
    cells.update(_disputes(rng, organ, stock))
    return cells


def add_cells(parts: Sequence[Cells]) -> Cells:
    """Sum of several reports, cell by cell."""
    total: Cells = {}
    for part in parts:
        for key, value in part.items():
            total[key] = total.get(key, Decimal(0)) + value
    return total


def spread(rng: random.Random, count: int, weights: Sequence[int]) -> list[int]:
    """``count`` things thrown into boxes with the given weights."""
    boxes = [0] * len(weights)
    for box in rng.choices(range(len(weights)), weights, k=count):
        boxes[box] += 1
    return boxes


def vary(rng: random.Random, mean: int) -> int:
    """A count about ``mean``, never negative."""
    return max(0, round(rng.gauss(mean, max(1.0, mean * 0.25)))) if mean else 0


def _requests(rng: random.Random, organ: Organ, edition: str, stock: Stock) -> Cells:
    """Table 3: what comes in and was carried over is handled or carried on, per applicant."""
    rows = outcome_rows(has_single_other=edition == "2019")
    weights = [COMMON_OUTCOMES.get(row, 0) for row in rows]
    arrivals = spread(rng, vary(rng, organ.requests), APPLICANT_WEIGHTS)
    cells: Cells = {}
    for applicant, arrived in zip(APPLICANTS, arrivals, strict=True):
        waiting = stock.waiting[applicant]
        handled = arrived + waiting
        left = sum(rng.random() < 0.07 for _ in range(handled))
        outcomes = dict(zip(rows, spread(rng, handled - left, weights), strict=True))
        outcomes |= {"new_received": arrived, "carried_in": waiting, "total_processed": handled - left}
        outcomes["carried_out"] = stock.waiting[applicant] = left
        cells.update({f"t3.{row}.{applicant}": Decimal(count) for row, count in outcomes.items()})
    for row in (*rows, "new_received", "carried_in", "total_processed", "carried_out"):
        cells[f"t3.{row}.total"] = sum((cells[f"t3.{row}.{applicant}"] for applicant in APPLICANTS), Decimal(0))
    return cells


def _disputes(rng: random.Random, organ: Organ, stock: Stock) -> Cells:
    """Table 4: suits pending at the end of last year are counted again this year."""
    cells: Cells = {}
    for block, share in zip(BLOCKS, (0.07, 0.03, 0.02), strict=True):
        opened = sum(rng.random() < share for _ in range(organ.requests))
        total = opened + stock.pending[block]
        pending = sum(rng.random() < 0.2 for _ in range(opened))
        upheld, corrected, other = spread(rng, total - pending, (75, 12, 13))
        stock.pending[block] = pending
        counts = {"upheld": upheld, "corrected": corrected, "other_outcome": other, "pending": pending, "total": total}
        cells.update({f"t4.{block}.{outcome}": Decimal(count) for outcome, count in counts.items()})
    return cells


def _documents_2021(rng: random.Random, organ: Organ, stock: Stock) -> Cells:
    """Table 2 of the 2021 form: documents in force roll forward; a county organ makes no 规章."""
    issued = vary(rng, organ.docs // 6)
    repealed = min(vary(rng, organ.docs // 8), stock.docs)
    stock.docs += issued - repealed
    licences, penalties, coercions = (vary(rng, mean) for mean in organ.decisions)
    fee = (organ.fee * Decimal(rng.randint(70, 130)) / 100).quantize(organ.fee) if organ.fee else Decimal(0)
    counts = {
        "t2.regulations.issued": 0,
        "t2.regulations.repealed": 0,
        "t2.regulations.in_force": 0,
        "t2.normative_docs.issued": issued,
        "t2.normative_docs.repealed": repealed,
        "t2.normative_docs.in_force": stock.docs,
        "t2.admin_license.decisions": licences,
        "t2.admin_penalty.decisions": penalties,
        "t2.admin_coercion.decisions": coercions,
    }
    return {key: Decimal(count) for key, count in counts.items()} | {"t2.admin_fees.fee_amount": fee}


def _documents_2019(rng: random.Random, organ: Organ, stock: Stock) -> Cells:
    """Table 2 of the 2019 form: items of last year plus the change are next year's items."""
    made = vary(rng, organ.docs // 6)
    stock.docs += made
    counts = {
        "t2.regulations.newly_made": 0,
        "t2.regulations.newly_disclosed": 0,
        "t2.regulations.total_disclosed": 0,
        "t2.normative_docs.newly_made": made,
        "t2.normative_docs.newly_disclosed": made,
        "t2.normative_docs.total_disclosed": stock.docs,
    }
    decisions = (organ.decisions[0], vary(rng, organ.requests), organ.decisions[1], organ.decisions[2])
    rows = ("admin_license", "other_public_services", "admin_penalty", "admin_coercion")
    for row, mean in zip(rows, decisions, strict=True):
        counts |= _item_counts(rng, row, 8 + mean % 40 if mean else 0, stock)
        counts[f"t2.{row}.decisions"] = vary(rng, mean)
    counts |= _item_counts(rng, "admin_fees", 3 if organ.fee else 0, stock)
    counts["t2.gov_procurement.procurement_items"] = items = vary(rng, 2 + organ.requests // 4)
    amount = Decimal(rng.randint(40_000, 900_000) * items) / 10_000 / 10
    return {key: Decimal(count) for key, count in counts.items()} | {
        "t2.gov_procurement.procurement_amount": amount.quantize(Decimal("0.01"))
    }


def _item_counts(rng: random.Random, row: str, start: int, stock: Stock) -> dict[str, int]:
    """上一年项目数量 and 本年增/减 of one row; next year starts where this one ends."""
    before = stock.items.get(row, start)
    change = max(-before, rng.choice((-3, -1, 0, 0, 2, 5))) if before else 0
    stock.items[row] = before + change
    return {f"t2.{row}.prev_year_items": before, f"t2.{row}.net_change": change}
