"""How long the whole catalogue takes on a large warehouse: `python tests/benchmarks/bench_expectations.py [reports]`.

A hundred thousand reports (20 million cells, 370 MB of prose) of five years, one in twenty with an error; two threads.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import pyarrow as pa

from expectations.checks import check_reports
from expectations.localise import localise_errors
from tests.benchmarks.narrative import write_narratives
from transform.forms import load_forms
from warehouse.connection import Connection
from warehouse.scratch import open_scratch

REPORTS = """
INSERT INTO core.fact_report BY NAME
SELECT substr(md5('r' || i), 1, 24) AS report_id, 'o' || (i // 5) AS organ_id, '990101' AS region_code,
    2021 + i % 5 AS year, '2021' AS edition, '示例县第' || (i // 5) || '局' AS organ_name,
    make_date(2022 + i % 5, 1, 10) AS published_on, ['s1', 's2', 's3', 's4', 's5', 's6'] AS sections,
    'b' AS body_sha256,
    now() AS first_seen, now() AS last_seen, true AS is_current, '1' AS parser_version, 'c' AS capture_id,
    's' AS capture_sha256, 'bench' AS run_id
FROM range($reports) AS t (i)
"""
ORGANS = """
INSERT INTO core.dim_organ BY NAME
SELECT DISTINCT organ_id, region_code, 'department' AS kind, organ_name AS name_zh, [organ_name] AS names,
    false AS is_expected, 'bench' AS run_id
FROM core.fact_report
"""
CELLS = """
INSERT INTO core.fact_cell BY NAME
SELECT report_id, cell_key, CASE WHEN is_blank AND v = 0 THEN NULL ELSE v END AS value,
    CASE WHEN is_blank AND v = 0 THEN 'blank' ELSE 'reported' END AS status, CAST(v AS TEXT) AS raw_text,
    's' AS capture_sha256, 'bench' AS run_id
FROM (
    SELECT report_id, cell_key, hash(report_id) % 10 < 3 AS is_blank, CASE
        WHEN hash(report_id) % 20 = 0 AND cell_key = 't3.granted.total' THEN n + 1
        WHEN NOT (cell_key LIKE 't3.%.natural_person' OR cell_key LIKE 't3.%.total') THEN
            CASE WHEN cell_key LIKE '%.in_force' THEN 7 WHEN cell_key LIKE 't2.%.decisions' THEN n * 13 ELSE 0 END
        WHEN cell_key LIKE 't3.new_received.%' OR cell_key LIKE 't3.total_processed.%' THEN n + m
        WHEN cell_key LIKE 't3.granted.%' THEN n
        WHEN cell_key LIKE 't3.unable_not_held.%' THEN m
        ELSE 0
    END AS v
    FROM (SELECT report_id, hash(report_id) % 40 AS n, hash(report_id) % 7 AS m FROM core.fact_report), form_key
)
"""


def build(reports: int) -> Connection:
    """A warehouse in memory with ``reports`` reports of the 2021 form."""
    con = open_scratch()
    con.execute("SET threads = 2")
    con.register("form_key", pa.table({"cell_key": [cell.key for cell in load_forms()["2021"].cells]}))
    con.execute(REPORTS, {"reports": reports})
    con.execute(ORGANS)
    con.execute(CELLS)
    write_narratives(con)
    return con


def main() -> None:
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    con = build(reports)
    start = time.perf_counter()
    summary = check_reports(con, "bench")
    checked = time.perf_counter()
    suspects = localise_errors(con, "bench")
    print(
        f"{reports} reports: {checked - start:.1f} s for {sum(summary.counts.values())} results {dict(summary.counts)}"
    )
    print(f"{time.perf_counter() - checked:.1f} s to explain the failures in {suspects} rows")


if __name__ == "__main__":
    main()
