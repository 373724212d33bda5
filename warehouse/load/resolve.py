"""Deciding whose report a parsed document is and which version: parsed rows in, ids by capture out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from warehouse.load.arrow import Row
from warehouse.load.organs import OrganRegister


class Document(NamedTuple):
    """What decides whose report a document is and which version."""

    capture_id: str
    shard: str
    is_report: bool
    organ_name: str | None
    organ_kind: str | None
    region_code: str | None
    year: int | None
    edition: str | None
    body_sha256: str | None


IDENTITY = ("organ_name", "year", "edition")


class _Report(NamedTuple):
    """A document that is a report. ``is_first``: its version is written from this one."""

    capture_id: str
    shard: str
    report_id: str
    organ_id: str
    region_code: str
    is_first: bool


_REPORT = pa.schema([(name, pa.string()) for name in _Report._fields[:-1]] + [("is_first", pa.bool_())])
_NAMELESS = pa.schema([("capture_id", pa.string()), ("reason", pa.string())])


def identify_report(organ_id: str, year: int, body_sha256: str) -> str:
    """Return the id of a report version: one content of one organ and year is one version, wherever it was found."""
    return hashlib.sha256(f"{organ_id}|{year}|{body_sha256}".encode()).hexdigest()[:24]


@dataclass
class Resolved:
    """Rows by target. A version found at several addresses is written from the one seen first."""

    reports: list[_Report] = field(default_factory=list)
    nameless: list[tuple[str, str]] = field(default_factory=list)
    organs: list[Row] = field(default_factory=list)
    not_reports: int = 0

    def arrow(self) -> dict[str, pa.Table]:
        """Return what merge.sql reads."""
        return {"resolved": _table(_REPORT, self.reports), "nameless": _table(_NAMELESS, self.nameless)}


def resolve(documents: Iterable[Document], register: OrganRegister, run_id: str) -> Resolved:
    """Sort documents into reports, those that are none, and reports that do not say whose they are.

    ``documents`` are one per capture, in order of first sight.
    """
    resolved = Resolved()
    seen: set[str] = set()
    for one in documents:
        if not one.is_report:
            resolved.not_reports += 1
        elif one.organ_name is None or one.year is None or one.edition is None:
            lacking = ", ".join(name for name in IDENTITY if getattr(one, name) is None)
            resolved.nameless.append((one.capture_id, f"the report does not say its {lacking}"))
        else:
            organ_id, region_code = register.find_or_add(one.organ_name, one.region_code, one.organ_kind, run_id)
            report_id = identify_report(organ_id, one.year, str(one.body_sha256))
            is_first = report_id not in seen
            resolved.reports.append(_Report(one.capture_id, one.shard, report_id, organ_id, region_code, is_first))
            seen.add(report_id)
    resolved.organs = register.added()
    return resolved


def _table(schema: pa.Schema, rows: list[_Report] | list[tuple[str, str]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)], schema)
