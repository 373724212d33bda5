"""Loading parsed reports as versions: delete-and-insert per report, one transaction per batch."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.connection import Connection
from warehouse.load.arrow import offer
from warehouse.load.merge import merge
from warehouse.load.parsed import build_parsed
from warehouse.models import LoadItem, LoadResult


def load_reports(connection: Connection, items: Sequence[LoadItem], run_id: str) -> LoadResult:
    """Load documents and say what changed.

    A content seen before only moves ``last_seen``. Another content of the same organ and year is a new version; the one
    before it is superseded. A report read by another parser version has its cells replaced, and what moved goes to
    ``ops.parser_move``. Values keep the printed unit (件, 元, 万元); marts convert.
    """
    if not items:
        return LoadResult()
    tables = {f"parsed_{name}": table for name, table in build_parsed(items).items()}
    with offer(connection, **tables):
        return merge(connection, run_id)
