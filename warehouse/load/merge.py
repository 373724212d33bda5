"""Merging parsed documents into the facts, be they Arrow tables of this process or Parquet shards of others."""

# ruff: noqa: S608 - column names are this package's own

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from transform.models import CellStatus
from warehouse.connection import Connection, quote
from warehouse.errors import WarehouseError
from warehouse.load.arrow import offer, replace_rows, transaction
from warehouse.load.crawl import merge_captures
from warehouse.load.organs import OrganRegister
from warehouse.load.resolve import Document, resolve
from warehouse.models import LoadResult

HOLD_SHARE, HOLD_MINIMUM, HOLD_DAYS = 0.5, 20, 7
"""A version with less than half the legible cells of an earlier one that had at least 20 is held back for 7 days."""
_MERGE_SQL = Path(__file__).with_name("merge.sql")
_STANDING_SQL = Path(__file__).with_name("standing.sql")
_TEMPORARY = (
    "chosen", "incoming_sighting", "plan", "unseated", "sighting", "reread", "move", "written", "dropped", "withdrawn",
    "touched", "seen", "version", "standing",
)  # fmt: skip
_SEE_AGAIN = """
UPDATE core.fact_sighting AS s
SET first_seen = least(s.first_seen, i.first_seen), last_seen = greatest(s.last_seen, i.last_seen)
FROM visit AS i
WHERE i.capture_id = s.capture_id AND (i.first_seen < s.first_seen OR i.last_seen > s.last_seen);
CREATE OR REPLACE TEMP TABLE touched AS
SELECT DISTINCT report_id FROM core.fact_sighting SEMI JOIN visit USING (capture_id);
CREATE OR REPLACE TEMP TABLE withdrawn (report_id TEXT, organ_id TEXT, year INTEGER);
"""
_CHOOSE = """
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT capture_id, min(shard) AS shard, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM parsed_report GROUP BY capture_id
"""
_CAPTURES = """
(SELECT p.* EXCLUDE (shard, last_seen, fetched_at), c.first_seen AS fetched_at, c.last_seen
FROM parsed_capture AS p JOIN chosen AS c ON c.capture_id = p.capture_id AND c.shard = p.shard)
"""
_DOCUMENTS = f"""
SELECT {", ".join(f"p.{name}" for name in Document._fields)}
FROM parsed_report AS p JOIN chosen AS c ON c.capture_id = p.capture_id AND c.shard = p.shard
ORDER BY c.first_seen, c.capture_id
"""
_COUNTS = """
SELECT count(*) FILTER (action = 'new' AND NOT is_further), count(*) FILTER (action = 'new' AND is_further),
    count(*) FILTER (action <> 'new'), count(*) FILTER (action = 'reparsed'),
    (SELECT count(*) FROM move), (SELECT count(*) FROM withdrawn)
FROM plan
"""


def merge(connection: Connection, run_id: str) -> LoadResult:
    """Merge the relations ``parsed_*`` in one transaction and say what that did.

    Raises:
        WarehouseError: a cell has a status this version does not know; nothing was loaded.
    """
    _refuse_unknown_statuses(connection)
    with transaction(connection):
        connection.execute(_CHOOSE)
        merge_captures(connection, _CAPTURES, run_id)
        resolved = resolve(_read_documents(connection), OrganRegister(connection), run_id)
        replace_rows(connection, "core.dim_organ", resolved.organs, ["organ_id"])
        with offer(connection, **resolved.arrow()):
            set_variables(connection, run_id)
            connection.execute(_merge_sql(connection))
            connection.execute(_STANDING_SQL.read_text(encoding="utf-8"))
        row = connection.execute(_COUNTS).fetchone()
        assert row is not None
        for name in _TEMPORARY:
            connection.execute(f"DROP TABLE temp.{name}")
    new, changed, unchanged, reparsed, moved, withdrawn = row
    counts = (resolved.not_reports, len(resolved.nameless), withdrawn)
    return LoadResult(new, changed, unchanged, reparsed, moved, *counts)


def see_again(connection: Connection, visits: pa.Table, run_id: str) -> int:
    """Move first and last sight of captures whose reading is in the warehouse, without reading them again.

    ``visits`` has one row per capture: capture_id, first_seen, last_seen. Does to the warehouse what `merge` does to it
    for the same parsed documents; returns the number of versions they show.
    """
    with transaction(connection), offer(connection, visit=visits):
        set_variables(connection, run_id)
        connection.execute(_SEE_AGAIN)
        connection.execute(_STANDING_SQL.read_text(encoding="utf-8"))
        row = connection.execute("SELECT count(*) FROM touched").fetchone()
        assert row is not None
        for name in ("touched", "withdrawn", "seen", "version", "standing"):
            connection.execute(f"DROP TABLE temp.{name}")
    return int(row[0])


def set_variables(connection: Connection, run_id: str) -> None:
    """Set what merge.sql and standing.sql are told by variables."""
    connection.execute(
        f"SET VARIABLE run_id = {quote(run_id)}; SET VARIABLE hold_share = {HOLD_SHARE}; "
        f"SET VARIABLE hold_minimum = {HOLD_MINIMUM}; SET VARIABLE hold_days = {HOLD_DAYS}"
    )


def _refuse_unknown_statuses(connection: Connection) -> None:
    """A shard of another version may hold words this one does not know; the whole batch is refused."""
    found = {status for (status,) in connection.execute("SELECT DISTINCT status FROM parsed_cell").fetchall()}
    if unknown := found - {str(status) for status in CellStatus}:
        words = ", ".join(sorted(map(str, unknown)))
        raise WarehouseError(f"run refused: cells with unknown status {words}; next: parse again with this version")


def _merge_sql(connection: Connection) -> str:
    """The statements of merge.sql: cells are joined by capture alone where every capture is in one shard.

    That is so but for a worker's second copy; the second text compared for each of millions of cells is not free.
    """
    row = connection.execute("SELECT count(*) = (SELECT count(*) FROM chosen) FROM parsed_report").fetchone()
    is_once = row is not None and row[0]
    return _MERGE_SQL.read_text(encoding="utf-8").replace("{and_shard}", "" if is_once else "AND w.shard = c.shard")


def _read_documents(connection: Connection) -> Iterator[Document]:
    return map(Document._make, connection.execute(_DOCUMENTS).fetchall())
