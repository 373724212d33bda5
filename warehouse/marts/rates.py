"""``mart.measure_part``: numerator and denominator of every rate and series, per current report."""

# ruff: noqa: S608 - table names are this module's own; values go through Arrow
from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

import pyarrow as pa

from warehouse.connection import Connection
from warehouse.load.arrow import Row, offer
from warehouse.marts.measures import MEASURES_FILE, ONE_ROW, compile_terms, load_measures

_TABLES = """
CREATE TABLE IF NOT EXISTS mart.measure_definition (
    measure TEXT NOT NULL, kind TEXT NOT NULL, title_zh TEXT NOT NULL, title_en TEXT NOT NULL, editions TEXT[] NOT NULL,
    is_recommended BOOLEAN, needs TEXT, proofs INTEGER NOT NULL, evidence TEXT, file_digest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mart.measure_term (
    measure TEXT NOT NULL, edition TEXT NOT NULL, variant TEXT NOT NULL, side TEXT NOT NULL, cell_key TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mart.measure_proof (measure TEXT NOT NULL, identity_id TEXT NOT NULL, scope TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mart.series_comparability (
    measure TEXT NOT NULL, edition TEXT NOT NULL, comparability TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mart.measure_part (
    report_id TEXT NOT NULL, measure TEXT NOT NULL, numerator DECIMAL(38, 6), denominator DECIMAL(38, 6),
    blanks INTEGER NOT NULL, unread TEXT, run_id TEXT NOT NULL
);
"""
_WRITE_PARTS = f"""
INSERT INTO mart.measure_part BY NAME
WITH one_row AS (
    SELECT report_id FROM core.fact_cell SEMI JOIN stale USING (report_id)
    WHERE cell_key = 't3.{ONE_ROW}.total' AND status <> 'missing'
),
cell AS (
    SELECT report_id, cell_key, value, status,
        status IN ('blank', 'dash')
        OR status = 'ambiguous' AND len(list_filter(candidates, lambda x: coalesce(x, 0) <> 0)) = 0 AS is_blank
    FROM core.fact_cell SEMI JOIN stale USING (report_id)
    WHERE cell_key IN (SELECT cell_key FROM mart.measure_term)
),
term AS (
    SELECT s.report_id, s.run_id, t.measure, t.side, t.cell_key
    FROM stale AS s
    LEFT JOIN one_row AS o ON o.report_id = s.report_id
    JOIN mart.measure_term AS t ON t.edition = s.edition
        AND (t.variant = 'any' OR t.variant = CASE WHEN o.report_id IS NULL THEN 'leaves' ELSE 'one_row' END)
)
SELECT t.report_id, t.measure, any_value(t.run_id) AS run_id,
    coalesce(sum(c.value) FILTER (t.side = 'numerator'), 0) AS numerator,
    coalesce(sum(c.value) FILTER (t.side = 'denominator'), 0) AS denominator,
    count(*) FILTER (c.is_blank) AS blanks,
    min(t.cell_key || ' is ' || coalesce(c.status, 'missing'))
        FILTER (c.value IS NULL AND c.is_blank IS NOT TRUE) AS unread
FROM term AS t
LEFT JOIN cell AS c ON c.report_id = t.report_id AND c.cell_key = t.cell_key
GROUP BY t.report_id, t.measure
"""


def create_rates(connection: Connection) -> None:
    """Create the tables and fill the definitions; where measures.yaml changed, every report is computed again."""
    connection.execute(_TABLES)
    digest = hashlib.sha256(MEASURES_FILE.read_bytes()).hexdigest()[:16]
    if connection.execute("SELECT 1 FROM mart.measure_definition WHERE file_digest = ? LIMIT 1", [digest]).fetchone():
        return
    terms = [asdict(term) for term in compile_terms()]
    _refill(connection, "mart.measure_term", terms)
    _refill(connection, "mart.measure_proof", _proofs())
    _refill(connection, "mart.series_comparability", _comparabilities())
    _refill(connection, "mart.measure_definition", _definitions(digest))
    connection.execute("DELETE FROM mart.measure_part")


def write_parts(connection: Connection) -> None:
    """Add up the terms of every measure for the reports in ``stale``.

    Blank cells add nothing and are counted; the first cell that could not be read is named. Whether blanks may count as
    0 is decided in ``mart.measure``, where the checks are known.
    """
    connection.execute(_WRITE_PARTS)


def _refill(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    with offer(connection, incoming=pa.Table.from_pylist([dict(row) for row in rows])):
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} BY NAME FROM incoming")


def _definitions(digest: str) -> list[Row]:
    file = load_measures()
    rates = [
        {"measure": m.code, "kind": "rate", "title_zh": m.zh, "title_en": m.en, "editions": list(m.editions),
         "is_recommended": m.recommended, "needs": m.needs, "proofs": len(m.proof), "evidence": m.evidence,
         "file_digest": digest}
        for m in file.measures
    ]  # fmt: skip
    series = [
        {"measure": s.code, "kind": "series", "title_zh": s.zh, "title_en": s.en, "editions": list(s.cells),
         "is_recommended": None, "needs": None, "proofs": 0, "evidence": None, "file_digest": digest}
        for s in file.series
    ]  # fmt: skip
    return [*rates, *series]


def _proofs() -> list[Row]:
    return [
        {"measure": measure.code, "identity_id": proof.identity, "scope": proof.scope}
        for measure in load_measures().measures
        for proof in measure.proof
    ]


def _comparabilities() -> list[Row]:
    return [
        {"measure": series.code, "edition": edition, "comparability": comparability}
        for series in load_measures().series
        for edition, comparability in series.comparability.items()
    ]
