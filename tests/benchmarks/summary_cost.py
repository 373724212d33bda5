"""What the summary costs per report as the warehouse grows: `python tests/benchmarks/summary_cost.py --sizes 500 2500`.

Prints for every size the processor's milliseconds a report (pages in two languages, workbook, notices) and, beside it,
the ratio to the smallest size: 1 is flat.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from expectations.catalogue import load_catalogue
from expectations.checks import check_reports
from expectations.coverage import build_coverage
from expectations.localise import localise_errors
from expectations.summary import write_summary
from tests.benchmarks.counties import fill_counties
from warehouse.load import load_dimensions
from warehouse.scratch import open_scratch

AS_OF = date(2026, 6, 1)


def milliseconds(reports: int) -> float:
    """Processor time per report of writing the summary of ``reports`` reports, in ms."""
    con = open_scratch()
    con.execute("SET threads = 2")
    load_dimensions(con, identities=load_catalogue().identities, run_id="bench")
    fill_counties(con, reports)
    years = [year for (year,) in con.execute("SELECT DISTINCT year FROM core.fact_report ORDER BY year").fetchall()]
    build_coverage(con, "bench", as_of=AS_OF, years=years)
    check_reports(con, "bench", as_of=AS_OF)
    localise_errors(con, "bench")
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        write_summary(con, Path(folder) / "summary", as_of=AS_OF)
        spent = time.process_time() - start
    con.close()
    return 1000 * spent / reports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 2500])
    first = 0.0
    for size in parser.parse_args().sizes:
        cost = milliseconds(size)
        first = first or cost
        print(f"{size:7} reports: {cost:6.2f} ms of processor a report, {cost / first:.2f} of the first", flush=True)


if __name__ == "__main__":
    main()
