"""Merging a batch into the facts, be its rows Arrow tables of this process or Parquet shards of others."""

from __future__ import annotations

from pathlib import Path

from warehouse.connection import Connection, quote
from warehouse.models import LoadResult

_MERGE_SQL = Path(__file__).with_name("merge.sql")
_TEMPORARY = (
    "plan", "unseated", "sighting", "withdrawn", "reread", "move", "written", "dropped", "touched", "seen", "standing",
)  # fmt: skip
_COUNTS = """
SELECT count(*) FILTER (action = 'new' AND NOT is_further), count(*) FILTER (action = 'new' AND is_further),
    count(*) FILTER (action <> 'new'), count(*) FILTER (action = 'reparsed'),
    (SELECT count(*) FROM move), (SELECT count(*) FROM withdrawn)
FROM plan
"""


def merge(connection: Connection, run_id: str, *, not_reports: int, unidentified: int) -> LoadResult:
    """Merge the relations ``incoming_*`` and say what that did. Call it inside a transaction."""
    connection.execute(f"SET VARIABLE run_id = {quote(run_id)}")
    connection.execute(_MERGE_SQL.read_text(encoding="utf-8"))
    row = connection.execute(_COUNTS).fetchone()
    assert row is not None
    for name in _TEMPORARY:
        connection.execute(f"DROP TABLE temp.{name}")
    new, changed, unchanged, reparsed, moved, withdrawn = row
    return LoadResult(new, changed, unchanged, reparsed, moved, not_reports, unidentified, withdrawn)
