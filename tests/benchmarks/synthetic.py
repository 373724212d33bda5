"""Synthetic reports as Parquet shards, written by DuckDB itself: realistic figures, organs that do not exist.

A report has the 200 cells of the 2021 form. Figures satisfy the identities of Tables 3 and 4 except in every fiftieth
report, where one total is off by one.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from transform.forms import load_forms
from warehouse.load.parsed import TABLES, parsed_schema

_ORGANS_PER_COUNTY = 40
_FIRST_YEAR, _YEARS = 2021, 5
_SHAPE = """
CREATE TABLE leaf AS
SELECT *, line NOT IN ('new_received', 'carried_in', 'total_processed', 'carried_out') AS is_result,
    CASE WHEN line IN ('carried_in', 'carried_out') THEN 1 ELSE place % 3 END AS part
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


def write_synthetic_shard(folder: Path, reports: int, *, first: int = 0, version: int = 1) -> str:
    """Write one shard with ``reports`` reports, numbered from ``first``; return its folder."""
    shard = folder / f"shard-{first:08d}-{version}"
    shard.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET enable_progress_bar = false")
        _create_reports(connection, reports, first, version, shard.name)
        _create_cells(connection)
        for name in TABLES:
            _write(connection, name, shard / f"{name}.parquet")
    (shard / "_complete").touch()
    return str(shard)


def _create_reports(connection: duckdb.DuckDBPyConnection, reports: int, first: int, version: int, shard: str) -> None:
    connection.execute(
        f"""
        CREATE TABLE number AS
        SELECT i AS n, i // {_YEARS} AS organ, {_FIRST_YEAR} + i % {_YEARS} AS year, {version} AS version
        FROM range({first}, {first + reports}) AS t (i);
        CREATE TABLE report AS
        SELECT '{shard}' AS shard, md5(n::TEXT || '-' || version) AS capture_id, true AS is_report,
            'department' AS organ_kind, 'https://x.invalid/' || n AS url, 'synthetic' AS source_id,
            '虚构县第' || organ || '局' AS organ_name,
            (990000 + organ // {_ORGANS_PER_COUNTY} % 10000)::TEXT AS region_code,
            year, '2021' AS edition, year || '年政府信息公开工作年度报告' AS title,
            make_date(year + 1, 1, 1 + n % 60 % 28) AS published_on, make_date(year, 1, 1) AS period_from,
            make_date(year, 12, 31) AS period_to, ['s1', 's2', 's3', 's4', 's5', 's6'] AS sections,
            sha256(n::TEXT || '-' || version) AS body_sha256, NULL AS body_text,
            TIMESTAMPTZ '2026-03-01 00:00:00+08' + to_days(version) + to_milliseconds(n) AS first_seen,
            first_seen AS last_seen, '1' AS parser_version, sha256('page ' || n || '-' || version) AS capture_sha256, n,
            200 AS http_status, '[]' AS headers, 'text/html' AS media_type, 'utf-8' AS charset, 'ok' AS page_class,
            first_seen AS fetched_at, NULL AS archive_file, NULL AS archive_offset
        FROM number
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
            (CASE s.tab WHEN 't2' THEN n % 97 + place ELSE weight * (n % 9) END
            + (s.cell_key = 't3.total_processed.total' AND n % 50 = 0)::INTEGER)::DECIMAL(18, 6) AS value,
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
