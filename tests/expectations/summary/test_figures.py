"""Charts are the same drawing every night, in whatever order the rows come."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from expectations.summary.figures import OUTCOMES, overview_figures
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
