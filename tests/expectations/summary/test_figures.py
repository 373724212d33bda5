"""Charts are the same drawing every night, in whatever order the rows come."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from expectations.summary.figures import OUTCOMES, overview_figures
from expectations.summary.line_chart import draw_lines
from expectations.summary.records import Outcome
from expectations.summary.snapshot import read_snapshot
from warehouse.connection import Connection


def test_stacked_bars_stand_in_the_form_s_order_whatever_order_the_rows_come_in(county: Connection) -> None:
    rows = [Outcome(year, name, Decimal(place + 1), 3) for year in (2022, 2023) for place, name in enumerate(OUTCOMES)]
    snapshot = read_snapshot(county)
    drawings = set()
    for seed in range(4):
        shuffled = random.Random(seed).sample(rows, len(rows))
        (figure,) = [f for f in overview_figures(replace(snapshot, outcomes=tuple(shuffled))) if f.code == "outcomes"]
        drawings.add(figure.drawing)
        assert list(figure.values) == [(year, name) for year in (2022, 2023) for name in OUTCOMES]
    assert len(drawings) == 1


def test_rows_of_outcomes_come_in_one_order(county: Connection) -> None:
    outcomes = [(row.year, row.outcome) for row in read_snapshot(county).outcomes]
    assert len(outcomes) > 2 and outcomes == sorted(outcomes)


def test_a_line_stands_where_its_figures_are_and_breaks_where_one_is_lacking() -> None:
    points = [(2021, "received", 0.0), (2022, "received", 40.0), (2024, "received", 20.0), (2023, "processed", 7.0)]
    drawing = draw_lines(points, ("received", "processed"), height=100)
    lines = re.findall(r'<path d="([^"]+)" stroke="var\(--chart-(\w+)\)"', drawing)
    assert lines == [("M43.8,100.0L131.2,0.0M306.2,50.0", "received"), ("M218.8,82.5", "processed")]
    assert re.findall(r'text-anchor="end"[^>]*>([^<]+)<', drawing) == ["0", "10", "20", "30", "40"]
    assert re.findall(r'text-anchor="middle"[^>]*>([^<]+)<', drawing) == ["2021", "2022", "2023", "2024"]


@pytest.mark.parametrize(
    ("figures", "ticks"),
    [
        ((0.0, 0.0), ["0", "1"]),
        ((1.0, 2.0), ["0", "1", "2"]),
        ((13.0, 7.0), ["0", "5", "10", "15"]),
        ((1234567.0, 5.0), ["0", "500,000", "1,000,000", "1,500,000"]),
        ((-3.0, 4.0), ["−4", "−2", "0", "2", "4"]),
    ],
)
def test_the_scale_goes_in_round_whole_numbers_from_zero(figures: tuple[float, float], ticks: list[str]) -> None:
    drawing = draw_lines([(2020 + n, "received", figure) for n, figure in enumerate(figures)], ("received",))
    assert re.findall(r'text-anchor="end"[^>]*>([^<]+)<', drawing) == ticks
