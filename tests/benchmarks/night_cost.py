"""What a night of 500 reports costs as the warehouse grows, step by step, publication included.

    python -m tests.benchmarks.night_cost                                  # 1, 5, 20 and 100 thousand reports
    python -m tests.benchmarks.night_cost --sizes 5000 --plot ""           # one size, no picture

At each size a warehouse is built, checked in full and published. Then come nights: 250 reports with a new content and
250 of a year that was not there, all over the warehouse, through every stage of a run between parsing and the exports.
The first night is thrown away (it imports libraries), of the others the best is told. The target is 10 s over 100,000
reports (20 M cells), and a cost per report that stays flat. Draws docs/images/night_cost.svg.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from math import gcd
from pathlib import Path

from expectations.catalogue import load_catalogue
from expectations.checks import check_changed
from expectations.coverage import build_coverage
from expectations.gate import run_gate
from expectations.localise import localise_changed
from tests.benchmarks.synthetic import ORGANS_PER_COUNTY, Lot, write_synthetic_shard
from warehouse.load import load_dimensions, load_shards
from warehouse.marts import build_marts
from warehouse.store import Staging, Store

NIGHT, NIGHTS = 500, 3
SIZES = (1_000, 5_000, 20_000, 100_000)
YEARS_PER_ORGAN = 5
AS_OF, YEARS = date(2026, 6, 1), range(2019, 2026)
PLOT = Path(__file__).parents[2] / "docs" / "images" / "night_cost.svg"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, and of processor time in all threads, which other work on the machine hardly changes."""

    wall: float
    cpu: float


Steps = dict[str, Cost]
"""What each step of a night cost, in the order of the run."""


def run_night(store: Store, shards: list[str], run_id: str) -> Steps:
    """Load shards and do everything a run does until readers see them; return the seconds of each step."""
    steps: Steps = {}
    docs, results = store.folder.parent / "docs", store.folder.parent / "runs" / run_id

    def step(name: str, work: Callable[[], object]) -> None:
        began, busy = time.monotonic(), time.process_time()
        work()
        steps[name] = Cost(time.monotonic() - began, time.process_time() - busy)

    with ExitStack() as stack:
        staged: list[Staging] = []
        step("copy", lambda: staged.append(stack.enter_context(store.stage(run_id))))
        staging, con = staged[0], staged[0].connection
        identities = load_catalogue().identities
        step("dimensions", lambda: load_dimensions(con, identities=identities, run_id=run_id))
        step("load", lambda: load_shards(con, shards, run_id))
        step("check", lambda: check_changed(con, run_id, as_of=AS_OF))
        step("explain", lambda: localise_changed(con, run_id, is_prepared=True))
        step("coverage", lambda: build_coverage(con, run_id, as_of=AS_OF, years=YEARS))
        step("marts", lambda: build_marts(con, run_id))
        step("gate", lambda: run_gate(con, run_id, docs_folder=docs, results_folder=results))
        step("publish", staging.publish)
    return steps


def write_night(folder: Path, size: int, number: int) -> list[str]:
    """Shards of one night: contents and a year no night before had, from organs all over the warehouse.

    They are spread so that every size has the same mix of years and kinds of organs: a step that goes through the
    number of organs of a county would meet governments only, whose reports cost most. Of a warehouse with fewer organs
    than a night has new reports some are of organs that were not there.
    """
    half, organs = NIGHT // 2, size // YEARS_PER_ORGAN
    changed = Lot(half, first=number, step=_spread(size // half), version=2, has_prose=True)
    new = Lot(half, first=0, step=_spread(organs // half), year=2025 + number, has_prose=True)
    return [write_synthetic_shard(folder, changed), write_synthetic_shard(folder, new)]


def _spread(most: int) -> int:
    """The greatest step up to ``most`` that has nothing in common with the organs of a county and their years."""
    return next((step for step in range(most, 1, -1) if gcd(step, ORGANS_PER_COUNTY * YEARS_PER_ORGAN) == 1), 1)


def measure(size: int, folder: Path) -> list[Steps]:
    """Build a warehouse of ``size`` reports in ``folder`` and run nights against it; return all steps, build first."""
    store = Store(folder / "home")
    shard = write_synthetic_shard(folder / "shards", Lot(size, has_prose=True))
    runs = [run_night(store, [shard], "build")]
    for number in range(1, NIGHTS + 1):
        runs.append(run_night(store, write_night(folder / "shards", size, number), f"night-{number}"))
        print(_line(f"night {number} over {size}", runs[-1]), flush=True)
    return runs


def _line(name: str, steps: Steps) -> str:
    parts = ", ".join(f"{step} {cost.wall:.2f}/{cost.cpu:.2f}" for step, cost in steps.items())
    wall, cpu = total(steps)
    return f"{name}: {wall:.2f} s, {cpu:.2f} s of processor ({parts}); load {os.getloadavg()[0]:.1f}"


def total(steps: Steps) -> tuple[float, float]:
    """Seconds on the clock and of processor time of a whole night."""
    return sum(cost.wall for cost in steps.values()), sum(cost.cpu for cost in steps.values())


def draw(best: dict[int, Steps], path: Path) -> None:
    """A stacked area of processor seconds by step over the size of the warehouse."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "nianbao", "svg.fonttype": "none"}
    import matplotlib.pyplot as plt

    sizes = sorted(best)
    figure, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
    names = list(best[sizes[0]])
    axes.stackplot([size / 1000 for size in sizes], [[best[s][n].cpu for s in sizes] for n in names], labels=names)
    axes.set(
        xlabel="reports in the warehouse, thousands", ylabel=f"processor seconds, night of {NIGHT}", ylim=(0, None)
    )
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), reverse=True, frameon=False)
    per_report = axes.secondary_yaxis(-0.14, functions=(lambda s: s * 1000 / NIGHT, lambda ms: ms * NIGHT / 1000))
    per_report.set_ylabel("ms a report")
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure every size, print the best nights, draw them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--plot", default=str(PLOT), help="where to draw; empty: nowhere")
    arguments = parser.parse_args()
    best: dict[int, Steps] = {}
    for size in arguments.sizes:
        folder = Path(tempfile.mkdtemp(prefix="nianbao-bench-"))
        try:
            build, _, *nights = measure(size, folder)
        finally:
            shutil.rmtree(folder)
        best[size] = min(nights, key=total)
        print(_line(f"{size} reports, first build", build))
        wall, cpu = (seconds / NIGHT * 1e3 for seconds in total(best[size]))
        print(_line(f"{size} reports, best night", best[size]))
        print(f"{size} reports: {wall:.1f} ms a report of the night, {cpu:.1f} ms of processor", flush=True)
    if arguments.plot:
        draw(best, Path(arguments.plot))


if __name__ == "__main__":
    main()
