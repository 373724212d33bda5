"""The faults in the sample county's figures are the planted ones and no others, by identities written out once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from tests.county_reader import BLOCKS
from tests.sample_county import ReportTruth, Truth, serve_county
from tests.sample_county.forms import ALL_COLUMNS, APPLICANTS, outcome_rows
from tests.sample_county.model import load_plan
from tests.sample_county.truth import due_on
from tests.sample_county.yearly import RECEIVED, REFUSED, REPLIES

Cells = Mapping[str, Decimal | None]


@pytest.fixture(scope="module")
def truth() -> Iterator[Truth]:
    with serve_county() as county:
        yield county.truth


@pytest.mark.parametrize("night", [1, 2])
def test_the_faults_of_the_figures_are_the_planted_ones_and_no_others(truth: Truth, night: int) -> None:
    for report in truth.reports(night):
        previous = _previous(truth, report, night)
        found = set(find_faults(report, previous))
        planted = {(finding.identity, finding.scope) for finding in report.findings}
        assert found == planted, f"{report.organ} {report.year}"


def _previous(truth: Truth, report: ReportTruth, night: int) -> ReportTruth | None:
    try:
        return truth.report(report.organ, report.year - 1, night)
    except KeyError:
        return None


def find_faults(report: ReportTruth, previous: ReportTruth | None) -> Iterator[tuple[str, str]]:
    cells = report.cells
    if report.published_on > due_on(load_plan().organ(report.organ), report.year):
        yield "D-MAR31" if report.kind == "government" else "D-JAN31", "report"
    if report.edition == "2014":
        yield from _yearly_faults(cells)
        return
    yield from _request_faults(cells, has_single_other="t3.other_handling.total" in cells)
    for block in BLOCKS:
        parts = ("upheld", "corrected", "other_outcome", "pending")
        if add(cells, *(f"t4.{block}.{part}" for part in parts)) != add(cells, f"t4.{block}.total"):
            yield "T4-SUM", block
    if any(value for key, value in cells.items() if key.startswith("t2.regulations.")):
        yield "T2-RULEMAKING", "report"
    received = report.stated.get("received", add(cells, "t3.new_received.total"))
    if received not in (add(cells, "t3.new_received.total"), _handled(cells)):
        yield "X-RECV", "report"
    if previous is not None and previous.edition != "2014":
        yield from _yearly_chain_faults(cells, previous.cells, is_stock=previous.edition == report.edition == "2021")


def _handled(cells: Cells) -> Decimal:
    return add(cells, "t3.new_received.total", "t3.carried_in.total")


def _request_faults(cells: Cells, *, has_single_other: bool) -> Iterator[tuple[str, str]]:
    leaves = outcome_rows(has_single_other=has_single_other)
    is_total_blank = all(cells[f"t3.{leaf}.total"] is None for leaf in leaves)
    for leaf in leaves:
        if cells[f"t3.{leaf}.total"] is None and add(cells, *(f"t3.{leaf}.{column}" for column in APPLICANTS)):
            yield "T3-TOTAL-BLANK", leaf
    for column in ALL_COLUMNS:
        left = add(cells, f"t3.new_received.{column}", f"t3.carried_in.{column}")
        if left != add(cells, f"t3.total_processed.{column}", f"t3.carried_out.{column}"):
            yield "T3-FLOW", column
        done = add(cells, *(f"t3.{leaf}.{column}" for leaf in leaves))
        if done != add(cells, f"t3.total_processed.{column}") and not (is_total_blank and column == "total"):
            yield "T3-RESULT-SUM", column
    for row in (*leaves, "new_received", "carried_in", "total_processed", "carried_out"):
        total = cells[f"t3.{row}.total"]
        if total is not None and add(cells, *(f"t3.{row}.{column}" for column in APPLICANTS)) != total:
            yield "T3-ROW-CROSS", row


def _yearly_chain_faults(cells: Cells, before: Cells, *, is_stock: bool) -> Iterator[tuple[str, str]]:
    for column in ALL_COLUMNS:
        if add(cells, f"t3.carried_in.{column}") != add(before, f"t3.carried_out.{column}"):
            yield "T3-CARRY", column
    for row in ("regulations", "normative_docs") if is_stock else ():
        stock = add(before, f"t2.{row}.in_force") + add(cells, f"t2.{row}.issued") - add(cells, f"t2.{row}.repealed")
        if stock != add(cells, f"t2.{row}.in_force"):
            yield f"T2-STOCK-{row.upper()}", "report"


def _yearly_faults(cells: Cells) -> Iterator[tuple[str, str]]:
    sums = {
        "received": RECEIVED,
        "completed": ("completed_on_time", "completed_extended"),
        "replies": REPLIES,
        "reply_refused": REFUSED,
        "s4_reconsideration": ("recon_upheld", "recon_corrected", "recon_other"),
        "s5_litigation": ("lit_upheld", "lit_corrected", "lit_other"),
        "staff": ("staff_full_time", "staff_part_time"),
    }
    for whole, parts in sums.items():
        if add(cells, f"g1.{whole}") != add(cells, *(f"g1.{part}" for part in parts)):
            yield f"G1 {whole}", "report"


def add(cells: Cells, *keys: str) -> Decimal:
    """A sum in which a blank counts as nothing."""
    return sum((cells[key] or Decimal(0) for key in keys), Decimal(0))
