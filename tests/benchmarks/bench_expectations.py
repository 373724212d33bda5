"""How long the whole catalogue takes on a large warehouse: `python tests/benchmarks/bench_expectations.py [reports]`.

A hundred thousand reports (20 million cells, 370 MB of prose, half a million claims) of 500 counties and five years,
one in twenty with an error, in a database file as the night's staging is; two threads. Prints the seconds on the clock
and of the processor, for the formulas alone, the whole catalogue and the explaining. Every rule must have been applied,
or is named with the reason why no report here is bound by it; another one ends the script with status 1.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from expectations.catalogue import load_catalogue
from expectations.checks import check_reports
from expectations.compile import load_compiled
from expectations.engine import BATCH_SIZE, check_machine, prepare, prepare_batch, read_wanted, run_step
from expectations.localise import localise_errors
from expectations.stale import ask_for
from tests.benchmarks.counties import fill_counties
from warehouse.connection import Connection, open_writable
from warehouse.load import load_dimensions
from warehouse.schema import create_schema

SETTINGS = """
SET threads = 2;
-- at the 16 MB it has by itself DuckDB would write the table of results out and merge it hundreds of times
SET checkpoint_threshold = '4GB';
"""


@contextmanager
def build(reports: int) -> Iterator[Connection]:
    """A database file of ``reports`` reports of the 2021 form, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        con = open_writable(Path(folder) / "bench.duckdb")
        con.execute(SETTINGS)
        create_schema(con)
        load_dimensions(con, identities=(), run_id="bench")
        fill_counties(con, reports)
        con.execute("CHECKPOINT")
        yield con
        con.close()


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print what a step cost."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(f"{what:40} {clock:6.1f} s on the clock, {processor:6.1f} s of processor", flush=True)


def check_formulas(con: Connection) -> None:
    """The formulas over cells alone: those in a table, across tables and over two years."""
    prepare(con, load_compiled())
    ask_for(con, None)
    run_step(con, "wanted", {"with_following": False})
    for start in range(0, read_wanted(con), BATCH_SIZE):
        prepare_batch(con, start, BATCH_SIZE)
        check_machine(con, "formulas")


def unbound(con: Connection, rules: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    """Rules without one assessed result, and why no report is bound by them; None where some are."""
    editions = {edition for (edition,) in con.execute("SELECT DISTINCT edition FROM core.fact_report").fetchall()}
    kinds = {kind for (kind,) in con.execute("SELECT DISTINCT kind FROM core.dim_organ").fetchall()}
    for name in rules:
        rule = load_catalogue().by_id[name]
        bound = set(rule.template.parameters.get("kinds", kinds)) if rule.template else kinds
        if not editions & set(rule.editions):
            yield name, f"no report uses its form ({', '.join(rule.editions)})"
        elif not kinds & bound:
            yield name, f"no organ is of its kind ({', '.join(sorted(bound))})"
        else:
            yield name, None


def main() -> int:
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with build(reports) as con:
        with told(f"{reports} reports, formulas alone"):
            check_formulas(con)
        con.execute("DELETE FROM core.fact_check")
        with told("the whole catalogue"):
            summary = check_reports(con, "bench")
        with told("explaining"):
            localise_errors(con, "bench")
        explained = con.execute("SELECT count(DISTINCT report_id) FROM core.fact_suspect").fetchall()[0][0]
        print(f"{sum(summary.counts.values())} results {dict(summary.counts)}; {explained} reports explained")
        idle = dict(unbound(con, summary.never_assessable))
    rules = len(load_catalogue().identities)
    print(f"{rules - len(idle)} of {rules} rules applied; not applicable here:")
    for name, reason in idle.items():
        print(f"  {name}: {reason or 'NOT APPLIED, though reports are bound by it'}")
    return 1 if None in idle.values() else 0


if __name__ == "__main__":
    sys.exit(main())
