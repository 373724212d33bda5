"""What a crawl saw: captures, list entries, how each source's night went."""

# ruff: noqa: S608 - relation names are this room's own

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import pyarrow as pa

from extract.models import ArchiveEntry, Candidate, Capture, CrawlResult, NightStatus, SourceNight
from warehouse.connection import Connection
from warehouse.load.arrow import Row, build_rows, build_table, offer, replace_rows, table_schema, transaction

_GOOD_NIGHTS = (NightStatus.COMPLETE, NightStatus.SKIPPED)


def load_crawl(connection: Connection, result: CrawlResult, run_id: str) -> None:
    """Load captures (known ones only move ``last_seen``), each source's latest list, and its night."""
    candidates = {(c.source_id, c.url): c for c in result.candidates}
    with transaction(connection):
        with offer(connection, incoming_capture=_capture_table(result.entries)):
            merge_captures(connection, "incoming_capture", run_id)
        rows = [_list_row(candidate, run_id) for candidate in candidates.values()]
        connection.execute(
            "DELETE FROM ops.list_entry WHERE source_id IN (SELECT unnest($sources))",
            {"sources": sorted({source for source, _ in candidates})},
        )
        replace_rows(connection, "ops.list_entry", rows, ["source_id", "url"])
        _replace_nights(connection, result.nights, run_id)
        _quarantine_sources(connection, result.nights, run_id)


def load_nights(connection: Connection, nights: Sequence[SourceNight], run_id: str) -> None:
    """Load how the sources fared in a run that was not published: its nights count, what it loaded is gone."""
    with transaction(connection):
        _replace_nights(connection, nights, run_id)


def _replace_nights(connection: Connection, nights: Sequence[SourceNight], run_id: str) -> None:
    replace_rows(connection, "ops.source_night", [_night_row(n, run_id) for n in nights], ["source_id", "run_id"])
    years = [
        {"source_id": night.source_id, "run_id": run_id, **asdict(year)} for night in nights for year in night.years
    ]
    replace_rows(connection, "ops.source_year", years, ["source_id", "run_id", "year"])


def _quarantine_sources(connection: Connection, nights: Sequence[SourceNight], run_id: str) -> None:
    """Keep a source in ``ops.quarantine`` from a bad night to a good one: its reports stay, marked stale."""
    good = [night.source_id for night in nights if night.status in _GOOD_NIGHTS]
    connection.execute(
        "DELETE FROM ops.quarantine WHERE capture_id IS NULL AND list_contains($good, source_id)", {"good": good}
    )
    now = datetime.now(UTC)
    rows = [
        {"organ_id": None, "source_id": night.source_id, "capture_id": None, "since": now, "run_id": run_id,
         "reason": f"{night.status}: {night.reason}"}
        for night in nights
        if night.status not in _GOOD_NIGHTS
    ]  # fmt: skip
    with offer(connection, incoming=build_table("ops.quarantine", rows)):
        connection.execute(
            "INSERT INTO ops.quarantine BY NAME FROM incoming AS i "
            "ANTI JOIN ops.quarantine AS q ON q.source_id = i.source_id AND q.capture_id IS NULL"
        )


def _capture_table(entries: Iterable[ArchiveEntry]) -> pa.Table:
    """One row per capture: the first visit's, last seen at the last."""
    visits: dict[str, Row] = {}
    for entry in sorted(entries, key=lambda entry: entry.fetched_at):
        first = visits.setdefault(entry.capture_id, capture_row(entry))
        visits[entry.capture_id] = {**first, "last_seen": entry.fetched_at}
    schema = table_schema("core.dim_capture")
    return build_rows(schema.remove(schema.get_field_index("run_id")), list(visits.values()))


def merge_captures(connection: Connection, relation: str, run_id: str) -> None:
    """Add the captures not there yet; of the others widen ``fetched_at`` to ``last_seen``.

    A capture is an address and a content, so a later visit that brought the same bytes adds nothing. Call it inside a
    transaction.
    """
    connection.execute(
        f"UPDATE core.dim_capture AS c SET last_seen = greatest(c.last_seen, i.last_seen), "
        f"fetched_at = least(c.fetched_at, i.fetched_at) FROM {relation} AS i WHERE i.capture_id = c.capture_id "
        f"AND (i.last_seen > c.last_seen OR i.fetched_at < c.fetched_at)"
    )
    connection.execute(
        f"INSERT INTO core.dim_capture BY NAME SELECT i.*, $run_id AS run_id "
        f"FROM {relation} AS i ANTI JOIN core.dim_capture AS c ON c.capture_id = i.capture_id",
        {"run_id": run_id},
    )


def capture_row(entry: ArchiveEntry | Capture) -> Row:
    """Return the columns of ``core.dim_capture`` for one visit, its ``run_id`` left out."""
    return {
        "capture_id": entry.capture_id,
        "url": entry.url,
        "fetched_at": entry.fetched_at,
        "http_status": entry.status,
        "headers": json.dumps(entry.headers, ensure_ascii=False),
        "media_type": entry.media_type,
        "charset": entry.charset,
        "capture_sha256": entry.sha256,
        "page_class": str(entry.page_class),
        "archive_file": entry.archive.file if entry.archive else None,
        "archive_offset": entry.archive.offset if entry.archive else None,
        "source_id": entry.source_id,
        "last_seen": entry.fetched_at,
    }


def _list_row(candidate: Candidate, run_id: str) -> Row:
    return {
        "source_id": candidate.source_id,
        "url": candidate.url,
        "title": candidate.title,
        "listed_on": candidate.listed_on,
        "is_accepted": candidate.is_accepted,
        "reason": candidate.reason,
        "year": candidate.year,
        "run_id": run_id,
    }


def _night_row(night: SourceNight, run_id: str) -> Row:
    return {
        "source_id": night.source_id,
        "status": str(night.status),
        "listed": night.listed,
        "stated": night.stated,
        "accepted": night.accepted,
        "fetched": night.fetched,
        "unchanged": night.unchanged,
        "reason": night.reason,
        "run_id": run_id,
    }
