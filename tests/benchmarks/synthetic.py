"""Synthetic reports as Parquet shards, written by DuckDB itself: realistic figures, organs that do not exist.

A report has the 200 cells of the 2021 form. Figures satisfy the identities, those over years too, except in every
twentieth report, where one total is off by one. With ``has_prose`` a report has a text as long as real ones, and the
first organ of every county is its government, whose text says that it sums up its departments.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from tests.benchmarks.narrative import create_narratives
from transform.forms import load_forms
from warehouse.load.parsed import TABLES, parsed_schema

ORGANS_PER_COUNTY = 40
_FIRST_YEAR, _YEARS = 2021, 5
_SHAPE = """
CREATE TABLE leaf AS
SELECT *, line NOT IN ('new_received', 'carried_in', 'total_processed', 'carried_out') AS is_result,
    CASE WHEN line IN ('carried_in', 'carried_out') THEN 1 WHEN line <> 'other_overdue_fee' THEN place % 3 ELSE 0 END
        AS part
FROM form WHERE tab IN ('t3', 't4') AND col <> 'total';
CREATE TABLE filled AS
SELECT tab, line, col, part, is_result FROM leaf WHERE line NOT IN ('new_received', 'total_processed')
UNION ALL
SELECT tab, unnest(['new_received', 'total_processed']) AS line, col, sum(part), false
FROM leaf WHERE tab = 't3' AND is_result GROUP BY tab, col;
CREATE TABLE shape AS
SELECT f.*, coalesce(
    (SELECT any_value(part) FROM filled AS l WHERE l.tab = f.tab AND l.line = f.line AND l.col = f.col),
    (SELECT sum(part) FROM filled AS l WHERE l.tab = f.tab AND l.line = f.line), 0) AS weight
FROM form AS f;
"""


@dataclass(frozen=True, slots=True)
class Lot:
    """Which reports to write: every ``step``-th number from ``first``, five numbers an organ (2021 to 2025).

    With ``year`` the numbers are organs, and the reports those of that one year. Another ``version`` has another body.
    """

    reports: int
    first: int = 0
    step: int = 1
    version: int = 1
    year: int | None = None
    has_prose: bool = False

    @property
    def name(self) -> str:
        """The name of the shard."""
        return f"shard-{self.year or 0}-{self.first:08d}-{self.version}"


def write_synthetic_shard(folder: Path, lot: Lot) -> str:
    """Write one shard with the reports of ``lot``; return its folder."""
    shard = folder / lot.name
    shard.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET enable_progress_bar = false")
        _create_reports(connection, lot)
        _create_cells(connection)
        for name in TABLES:
            _write(connection, name, shard / f"{name}.parquet")
    (shard / "_complete").touch()
    return str(shard)


def _create_reports(connection: duckdb.DuckDBPyConnection, lot: Lot) -> None:
    organ, year, number = f"i // {_YEARS}", f"{_FIRST_YEAR} + i % {_YEARS}", "i"
    if lot.year is not None:
        organ, year, number = "i", str(lot.year), f"{lot.year} * 1000000::BIGINT + i"
    connection.execute(
        f"""
        CREATE TABLE number AS
        SELECT {number} AS n, {organ} AS organ, {year} AS year, {lot.version} AS version
        FROM range({lot.first}, {lot.first + lot.reports * lot.step}, {lot.step}) AS t (i);
        CREATE TEMP TABLE writer AS
        SELECT n AS key, organ, year, version, '虚构县第' || organ || '局' AS organ_name FROM number
        WHERE {lot.has_prose};
        """
    )
    create_narratives(connection)
    connection.execute(
        f"""
        CREATE TABLE report AS
        SELECT '{lot.name}' AS shard, md5(n::TEXT || '-' || version) AS capture_id, true AS is_report,
            CASE WHEN {lot.has_prose} AND organ % {ORGANS_PER_COUNTY} = 0 THEN 'government' ELSE 'department' END
                AS organ_kind,
            'https://x.invalid/' || n AS url, 'synthetic' AS source_id, '虚构县第' || organ || '局' AS organ_name,
            (990000 + organ // {ORGANS_PER_COUNTY} % 10000)::TEXT AS region_code,
            year, '2021' AS edition, year || '年政府信息公开工作年度报告' AS title,
            make_date(year + 1, 1, 1 + n % 60 % 28) AS published_on, make_date(year, 1, 1) AS period_from,
            make_date(year, 12, 31) AS period_to, ['s1', 's2', 's3', 's4', 's5', 's6'] AS sections,
            sha256(n::TEXT || '-' || version) AS body_sha256,
            CASE WHEN organ % {ORGANS_PER_COUNTY} = 0 THEN '汇总各部门。' ELSE '' END || t.text AS body_text,
            TIMESTAMPTZ '2026-03-01 00:00:00+08' + to_days(version) + to_milliseconds(n % 1000000) AS first_seen,
            first_seen AS last_seen, '1' AS parser_version, sha256('page ' || n || '-' || version) AS capture_sha256, n,
            200 AS http_status, '[]' AS headers, 'text/html' AS media_type, 'utf-8' AS charset, 'ok' AS page_class,
            first_seen AS fetched_at, organ, NULL AS archive_file, NULL AS archive_offset
        FROM number LEFT JOIN narrative AS t ON t.key = n
        """
    )


def _create_cells(connection: duckdb.DuckDBPyConnection) -> None:
    """One row per cell of the 2021 form: a weight that adds up, times a size that differs by report."""
    cells = [(c.key, c.table, c.row, c.column, c.unit, c.order) for c in load_forms()["2021"].cells]
    connection.execute("CREATE TABLE form (cell_key TEXT, tab TEXT, line TEXT, col TEXT, unit TEXT, place INTEGER)")
    connection.executemany("INSERT INTO form VALUES (?, ?, ?, ?, ?, ?)", cells)
    connection.execute(_SHAPE)
    connection.execute(
        """
        CREATE VIEW cell AS
        SELECT r.shard, r.capture_id, s.cell_key,
            (CASE
                WHEN s.tab <> 't2' THEN weight * (organ % 9)
                WHEN s.col = 'in_force' AND s.line <> 'regulations' THEN 7 + organ % 97
                WHEN s.col = 'decisions' THEN n % 97 * 13
                ELSE 0
            END + (s.cell_key = 't3.total_processed.total' AND hash(n) % 20 = 0)::INTEGER)::DECIMAL(18, 6) AS value,
            'reported' AS status, value::BIGINT::TEXT AS raw_text, s.unit, NULL::DECIMAL(18, 6)[] AS candidates,
            'table ' || s.tab || ', cell ' || place AS address
        FROM report AS r, shape AS s
        ORDER BY n, place
        """
    )


def _write(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Copy what there is of a table; columns nothing is known of are NULL, tables nothing is known of are empty."""
    source = {"report": "report", "capture": "report", "cell": "cell"}.get(name)
    schema = parsed_schema(name)
    if source is None:
        pq.write_table(schema.empty_table(), path)
        return
    columns = ", ".join(schema.names)
    connection.execute(f"COPY (SELECT {columns} FROM {source}) TO '{path}' (FORMAT parquet)")
