"""Every rule that one document allows, through the same SQL as the warehouse: for a clerk before publishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from expectations.catalogue import Identity, load_catalogue
from expectations.checks import check_reports
from expectations.localise import localise_errors
from expectations.messages import Language, cell_labels, render_message, scope_label
from expectations.models import Check, DocumentChecks, Suspect
from expectations.summary.names import names_of_forms
from expectations.summary.records import Suspect as SuspectRecord
from expectations.summary.suspects import suspect_sets
from expectations.summary.wording import Words
from extract.models import Capture, PageClass
from transform.models import ParsedReport
from warehouse.connection import Connection
from warehouse.load import LoadItem, load_reports
from warehouse.scratch import open_scratch

_RUN_ID = "document"
_NEEDS_YEAR = frozenset({"calendar", "cross_year"})
_LOADED_AT = datetime(1970, 1, 1, tzinfo=UTC)
_SUSPECTS = "SELECT report_id, rank, cell_key, value, implied_value, why FROM core.fact_suspect ORDER BY rank, cell_key"
_CHECKS = (
    "SELECT identity_id, scope, status, severity, left_value, right_value, difference, blanks_as_zero, operands, "
    "reason FROM core.fact_check"
)


def check_document(parsed: ParsedReport) -> DocumentChecks:
    """Check one parsed document in a scratch database.

    A document that does not say its organ or year is checked all the same; rules that need the year are left out then.
    No report, or none of a known edition, gives no checks: its issues say why.
    """
    if not parsed.is_report or parsed.report.edition is None:
        return DocumentChecks(())
    con = open_scratch()
    try:
        load_reports(con, [LoadItem(_complete(parsed), _capture(parsed))], _RUN_ID)
        check_reports(con, _RUN_ID)
        localise_errors(con, _RUN_ID)
        return DocumentChecks(_read_checks(con, parsed), _read_suspects(con))
    finally:
        con.close()


def _complete(parsed: ParsedReport) -> ParsedReport:
    """Stand-ins for what the warehouse requires of a report and a draft may lack."""
    report = parsed.report
    return replace(
        parsed, report=replace(report, organ=report.organ or "本机关", year=report.year or _edition_year(parsed))
    )


def _edition_year(parsed: ParsedReport) -> int:
    return int(parsed.report.edition or 0)


def _capture(parsed: ParsedReport) -> Capture:
    document = parsed.document
    return Capture(
        url=document.url or document.path or "document",
        fetched_at=_LOADED_AT,
        status=200,
        headers=(),
        body=b"",
        sha256=document.sha256,
        media_type=document.media_type,
        charset=document.charset,
        page_class=PageClass.OK,
    )


def _read_checks(con: Connection, parsed: ParsedReport) -> tuple[Check, ...]:
    order = {identity.id: number for number, identity in enumerate(load_catalogue().identities)}
    rows = sorted(con.execute(_CHECKS).fetchall(), key=lambda row: order[row[0]])
    checks = (_check(row, parsed.report.year) for row in rows)
    return tuple(check for check in checks if check is not None)


def _check(row: tuple[Any, ...], year: int | None) -> Check | None:
    identity = load_catalogue().by_id[row[0]]
    if year is None and identity.scope in _NEEDS_YEAR:
        return None
    scope, status, severity, left, right, difference, blanks, operands, reason = row[1:]
    words: dict[str, Any] = {"left": left, "right": right, "reason": reason, "year": year}
    return Check(
        id=identity.id,
        scope=scope,
        status=status,
        severity=severity,
        left=_plain(left),
        right=_plain(right),
        difference=_plain(difference),
        blanks_as_zero=blanks,
        cells=tuple(operands),
        reason=reason,
        message_zh=_message(identity, "zh", scope, operands, words),
        message_en=_message(identity, "en", scope, operands, words),
        purpose=identity.purpose,
    )


def _message(identity: Identity, language: Language, scope: str, operands: Sequence[str], words: dict[str, Any]) -> str:
    cells = cell_labels(operands, language)
    return render_message(identity, language, scope=scope_label(scope, language), cells=cells, **words)


def _plain(value: Decimal | None) -> Decimal | None:
    """Without the trailing zeros of the column's six decimals."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _read_suspects(con: Connection) -> tuple[Suspect, ...]:
    rows = con.execute(_SUSPECTS).fetchall()
    sets = suspect_sets([SuspectRecord(*row) for row in rows], Words("zh"), names_of_forms("zh"))
    told = {one.rank: "；".join(one.cells) + "：" + one.why for one in sets}
    return tuple(
        Suspect(rank, cell, _plain(value), _plain(implied), why, told[rank])
        for _, rank, cell, value, implied, why in rows
    )
