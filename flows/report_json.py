"""The JSON object of `parse --json` and `check --json`: exactly the keys of DESIGN section 5, kept stable."""

from __future__ import annotations

import json
import re
import secrets
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flows.printable import json_escaped
from transform.models import Cell, Claim, DocumentInfo, Issue, ParsedReport, ReportInfo

if TYPE_CHECKING:
    from expectations.models import Check, DocumentChecks, Suspect

Json = dict[str, Any]


def report_to_json(parsed: ParsedReport, checks: DocumentChecks | None = None) -> Json:
    """Return one document as the public object; `parse` has no checks and leaves both lists empty.

    Cells keep the order of the form. Numbers are ``int`` or, where the page prints decimals, ``Decimal``:
    write the object with `dump_json`.
    """
    return {
        "document": _document(parsed.document),
        "report": _report(parsed.report),
        "cells": {cell.key: _cell(cell) for cell in parsed.cells},
        "claims": [_claim(claim) for claim in parsed.claims],
        "issues": [_issue(issue) for issue in parsed.issues],
        "checks": [_check(check) for check in (checks.checks if checks else ())],
        "suspects": [_suspect(suspect) for suspect in (checks.suspects if checks else ())],
    }


def dump_json(value: object, *, indent: int | None = 2) -> str:
    """Return ``value`` as JSON text in which a ``Decimal`` keeps its printed digits (``73802895.90``).

    The standard encoder would go through ``float`` and drop the trailing zero; so decimals are written as marked
    strings and unwrapped. The mark is random: no text of a page can imitate it.
    """
    mark = secrets.token_hex(12)

    def encode(item: object) -> str:
        if isinstance(item, Decimal):
            return f"{mark}{item:f}{mark}"
        if isinstance(item, date):
            return item.isoformat()
        raise TypeError(f"{type(item).__name__} has no JSON form")

    text = json.dumps(value, ensure_ascii=False, indent=indent, default=encode)
    return json_escaped(re.sub(f'"{mark}([^"]*){mark}"', r"\1", text))


def _number(value: Decimal | None) -> int | Decimal | None:
    """An integer where none but zeros of the warehouse's scale follow the point, else the decimal as printed."""
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent >= 0 else value


def plain_number(value: Decimal | None) -> int | Decimal | None:
    """Return a value of the warehouse without the zeros of its six decimals, which nobody printed."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def _document(document: DocumentInfo) -> Json:
    return {
        "path": document.path,
        "url": document.url,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "charset": document.charset,
    }


def _report(report: ReportInfo) -> Json:
    return {
        "organ": report.organ,
        "region_code": report.region_code,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "published_on": report.published_on,
        "period": list(report.period),
    }


def _cell(cell: Cell) -> Json:
    return {
        "value": _number(cell.value),
        "status": str(cell.status),
        "raw": cell.raw,
        "unit": cell.unit,
        "candidates": [_number(candidate) for candidate in cell.candidates],
        "at": cell.at,
    }


def _claim(claim: Claim) -> Json:
    return {"measure": claim.measure, "value": _number(claim.value), "quote": claim.quote, "at": claim.at}


def _issue(issue: Issue) -> Json:
    return {
        "code": issue.code,
        "severity": str(issue.severity),
        "message_zh": issue.message_zh,
        "message_en": issue.message_en,
        "cell": issue.cell,
    }


def _check(check: Check) -> Json:
    return {
        "id": check.id,
        "scope": check.scope,
        "status": check.status,
        "severity": check.severity,
        "left": plain_number(check.left),
        "right": plain_number(check.right),
        "difference": plain_number(check.difference),
        "blanks_as_zero": check.blanks_as_zero,
        "cells": list(check.cells),
        "reason": check.reason,
    }


def _suspect(suspect: Suspect) -> Json:
    return {
        "rank": suspect.rank,
        "cell": suspect.cell,
        "value": plain_number(suspect.value),
        "implied": plain_number(suspect.implied),
        "why": suspect.why,
    }
