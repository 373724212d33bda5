"""Which captures the warehouse holds a reading of, and from what: those need no parser while nothing of it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from extract.models import ArchiveEntry, Capture
from warehouse.connection import Connection
from warehouse.load.arrow import build_table, offer, replace_rows, transaction
from warehouse.load.merge import see_again

Visit = ArchiveEntry | Capture
_KNOWN = """
SELECT i.capture_id
FROM incoming AS i
JOIN ops.reading AS r ON r.capture_id = i.capture_id AND r.inputs = i.inputs
SEMI JOIN core.fact_sighting AS s ON s.capture_id = i.capture_id
"""


def record_readings(connection: Connection, inputs: Mapping[str, str], run_id: str) -> None:
    """Note for each capture the digest of everything its reading was made from; it replaces the one before."""
    rows = [{"capture_id": capture, "inputs": digest, "run_id": run_id} for capture, digest in inputs.items()]
    with transaction(connection):
        replace_rows(connection, "ops.reading", rows, ["capture_id"])


def known_readings(connection: Connection, inputs: Mapping[str, str]) -> set[str]:
    """Return those captures that were read from the very same inputs and are in the warehouse as reports."""
    rows = [{"capture_id": capture, "inputs": digest, "run_id": ""} for capture, digest in inputs.items()]
    with offer(connection, incoming=build_table("ops.reading", rows)):
        return {capture for (capture,) in connection.execute(_KNOWN).fetchall()}


def load_seen(connection: Connection, visits: Sequence[Visit], run_id: str) -> int:
    """Load visits to captures whose reading is known; return how many report versions they show.

    Loading the parsed documents again would change the same rows in the same way, at the cost of parsing them.
    """
    first: dict[str, Visit] = {}
    last: dict[str, Visit] = {}
    for visit in sorted(visits, key=lambda visit: visit.fetched_at):
        first.setdefault(visit.capture_id, visit)
        last[visit.capture_id] = visit
    table = pa.table(
        {
            "capture_id": list(first),
            "first_seen": pa.array([visit.fetched_at for visit in first.values()], pa.timestamp("us", tz="UTC")),
            "last_seen": pa.array([visit.fetched_at for visit in last.values()], pa.timestamp("us", tz="UTC")),
        }
    )
    return see_again(connection, table, run_id) if first else 0
