"""Deciding whose report a parsed document is and which version: parsed rows in, rows of ``core.fact_report`` out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from warehouse.load.arrow import Row, build_rows, build_table
from warehouse.load.organs import OrganRegister

IDENTITY = ("organ_name", "year", "edition")
_VERSION = pa.schema([(name, pa.string()) for name in ("capture_id", "shard", "report_id", "organ_id", "region_code")])


def identify_report(organ_id: str, year: int, body_sha256: str) -> str:
    """Return the id of a report version: one content of one organ and year is one version, wherever it was found."""
    return hashlib.sha256(f"{organ_id}|{year}|{body_sha256}".encode()).hexdigest()[:24]


@dataclass
class Resolved:
    """Rows by target. A version found at several addresses is written from the one seen first."""

    versions: list[Row] = field(default_factory=list)
    sightings: list[Row] = field(default_factory=list)
    quarantined: list[Row] = field(default_factory=list)
    organs: list[Row] = field(default_factory=list)
    not_reports: int = 0

    def arrow(self) -> dict[str, pa.Table]:
        """Return what `merge` reads."""
        return {
            "incoming_version": build_rows(_VERSION, self.versions),
            "incoming_sighting": build_table("core.fact_sighting", self.sightings),
            "incoming_quarantine": build_table("ops.quarantine", self.quarantined),
        }


def resolve(parsed: Iterable[Row], register: OrganRegister, run_id: str) -> Resolved:
    """Sort documents into reports, those that are none, and reports that do not say whose they are.

    ``parsed`` are rows of the parsed report table, one per capture, in order of ``first_seen``.
    """
    resolved = Resolved()
    seen: set[str] = set()
    for row in parsed:
        if not row["is_report"]:
            resolved.not_reports += 1
        elif lacking := [name for name in IDENTITY if row[name] is None]:
            resolved.quarantined.append(_quarantine_row(row, lacking, run_id))
        else:
            organ_id, region_code = register.find_or_add(row, run_id)
            report_id = identify_report(organ_id, row["year"], row["body_sha256"])
            resolved.sightings.append(_sighting_row(row, report_id, run_id))
            if report_id not in seen:
                seen.add(report_id)
                key = {"capture_id": row["capture_id"], "shard": row["shard"]}
                own = {"report_id": report_id, "organ_id": organ_id, "region_code": region_code}
                resolved.versions.append({**key, **own})
    resolved.organs = register.added()
    return resolved


def _sighting_row(row: Row, report_id: str, run_id: str) -> Row:
    taken = {name: row[name] for name in ("capture_id", "url", "published_on", "first_seen", "last_seen")}
    return {**taken, "report_id": report_id, "run_id": run_id}


def _quarantine_row(row: Row, lacking: list[str], run_id: str) -> Row:
    return {
        "organ_id": None,
        "source_id": row["source_id"],
        "capture_id": row["capture_id"],
        "reason": f"the report does not say its {', '.join(lacking)}",
        "since": row["first_seen"],
        "run_id": run_id,
    }
