"""Loading parsed reports as versions: delete-and-insert per report, one transaction per batch."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from warehouse.connection import Connection
from warehouse.load.arrow import offer, replace_rows, transaction
from warehouse.load.batch import build_batch, identify_report
from warehouse.load.crawl import load_captures
from warehouse.load.merge import merge
from warehouse.load.organs import OrganRegister
from warehouse.models import LoadItem, LoadResult

__all__ = ["identify_report", "load_reports"]


def load_reports(connection: Connection, items: Sequence[LoadItem], run_id: str) -> LoadResult:
    """Load documents and say what changed.

    A content seen before only moves ``last_seen``. Another content of the same organ and year is a new version; the one
    before it is superseded. A report read by another parser version has its cells replaced, and what moved goes to
    ``ops.parser_move``. Values keep the printed unit (件, 元, 万元); marts convert.
    """
    if not items:
        return LoadResult()
    batch = build_batch(items, OrganRegister(connection), run_id)
    captures = pa.table({"capture_id": sorted({capture.capture_id for capture in batch.captures})})
    with transaction(connection), offer(connection, incoming_capture=captures, **batch.arrow()):
        load_captures(connection, batch.captures, run_id)
        replace_rows(connection, "core.dim_organ", batch.organs, ["organ_id"])
        return merge(connection, run_id, not_reports=batch.not_reports, unidentified=batch.unidentified)
