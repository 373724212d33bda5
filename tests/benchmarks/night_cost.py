"""What a night of 500 reports costs as the warehouse grows, step by step, publication included.

    python -m tests.benchmarks.night_cost                                  # 1, 5, 20 and 100 thousand reports
    python -m tests.benchmarks.night_cost --sizes 5000 --plot ""           # one size, no picture
    python -m tests.benchmarks.night_cost --exports --plot ""              # and what is written after the publication

At each size a warehouse is built, checked in full and published. Then come nights: 250 reports with a new content and
250 of a year that was not there, all over the warehouse, through every stage of a run between parsing and the exports.
The first night is thrown away (it imports libraries), of the others the best is told. The target is 10 s over 100,000
reports (20 M cells), and a cost per report that stays flat, of a night's and of the first build's. Draws
docs/images/night_cost.svg. With ``--exports`` every run also writes exports and summary, over those of the run before;
their seconds are told apart and belong to no total.
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
from expectations.summary import write_summary
from tests.benchmarks.synthetic import ORGANS_PER_COUNTY, Lot, write_synthetic_shard
from warehouse.export import export_all
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


def write_published(store: Store) -> Steps:
    """Write exports and summary of what is published, over the last ones; return the seconds of each."""
    steps: Steps = {}
    home = store.folder.parent
    for name, work in (
        ("exports", lambda con: export_all(con, home / "exports")),
        ("summary", lambda con: write_summary(con, home / "summary", as_of=AS_OF)),
    ):
        began, busy = time.monotonic(), time.process_time()
        with store.open_published() as con:
            work(con)
        steps[name] = Cost(time.monotonic() - began, time.process_time() - busy)
    return steps


def measure(size: int, folder: Path, *, nights: int = NIGHTS, has_exports: bool = False) -> list[Steps]:
    """Build a warehouse of ``size`` reports in ``folder`` and run nights against it; return all steps, build first."""
    store = Store(folder / "home")
    shard = write_synthetic_shard(folder / "shards", Lot(size, has_prose=True))
    runs = []
    for number in range(nights + 1):
        shards = write_night(folder / "shards", size, number) if number else [shard]
        name = f"night-{number}" if number else "build"
        runs.append(run_night(store, shards, name))
        if number:
            print(_line(f"night {number} over {size}", runs[-1]), flush=True)
        if has_exports:
            print(_line(f"written after {name} over {size}", write_published(store)), flush=True)
    if has_exports:
        new = Lot(NIGHT, step=_spread(size // YEARS_PER_ORGAN // NIGHT), year=2025 + nights + 1, has_prose=True)
        run_night(store, [write_synthetic_shard(folder / "shards", new)], "one-year")
        print(_line(f"written after {NIGHT} new reports of one year over {size}", write_published(store)), flush=True)
        print(_line(f"written again over {size}, nothing new", write_published(store)), flush=True)
    return runs


def _line(name: str, steps: Steps) -> str:
    parts = ", ".join(f"{step} {cost.wall:.2f}/{cost.cpu:.2f}" for step, cost in steps.items())
    wall, cpu = total(steps)
    return f"{name}: {wall:.2f} s, {cpu:.2f} s of processor ({parts}); load {os.getloadavg()[0]:.1f}"


def total(steps: Steps) -> tuple[float, float]:
    """Seconds on the clock and of processor time of a whole night."""
    return sum(cost.wall for cost in steps.values()), sum(cost.cpu for cost in steps.values())


def draw(best: dict[int, Steps], builds: dict[int, Steps], path: Path) -> None:
    """Processor seconds of a night by step, and of the first build for each report, over the size of the warehouse."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "nianbao", "svg.fonttype": "none"}
    import matplotlib.pyplot as plt

    sizes = sorted(best)
    thousands = [size / 1000 for size in sizes]
    figure, (night, build) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", width_ratios=(3, 2))
    names = list(best[sizes[0]])
    night.stackplot(thousands, [[best[size][name].cpu for size in sizes] for name in names], labels=names)
    night.set(title=f"a night of {NIGHT}", xlabel="thousand reports in the warehouse", ylabel="processor seconds")
    night.legend(loc="center left", bbox_to_anchor=(1, 0.5), reverse=True, frameon=False)
    per_report = night.secondary_yaxis(-0.2, functions=(lambda s: s * 1000 / NIGHT, lambda ms: ms * NIGHT / 1000))
    per_report.set_ylabel("ms a report of the night")
    build.plot(thousands, [total(builds[size])[1] * 1000 / size for size in sizes], marker="o")
    build.set(title="the first build", xlabel="thousand reports", ylabel="processor ms a report", ylim=(0, None))
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure every size, print the best nights, draw them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--nights", type=int, default=NIGHTS, help="how many; the first is thrown away")
    parser.add_argument("--plot", default=str(PLOT), help="where to draw; empty: nowhere")
    parser.add_argument("--exports", action="store_true", help="write exports and summary after every night, too")
    arguments = parser.parse_args()
    best: dict[int, Steps] = {}
    builds: dict[int, Steps] = {}
    for size in arguments.sizes:
        folder = Path(tempfile.mkdtemp(prefix="nianbao-bench-"))
        try:
            builds[size], *nights = measure(size, folder, nights=arguments.nights, has_exports=arguments.exports)
        finally:
            shutil.rmtree(folder)
        best[size] = min(nights[1:] or nights, key=total)
        print(_line(f"{size} reports, first build", builds[size]))
        print(_line(f"{size} reports, best night", best[size]))
        wall, cpu = (seconds / NIGHT * 1e3 for seconds in total(best[size]))
        first = total(builds[size])[1] / size * 1e3
        print(f"{size} reports: {wall:.1f} ms a report of the night, {cpu:.1f} ms of processor", end="")
        print(f"; {first:.1f} ms of processor a report of the first build", flush=True)
    if arguments.plot:
        draw(best, builds, Path(arguments.plot))


if __name__ == "__main__":
    main()
