"""One question of the page: run it with limits, and keep what the page or a download shows of the answer."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from expectations.summary.links import web_address
from warehouse.errors import WarehouseError
from warehouse.models import Publication
from warehouse.query import QueryLimits, QueryResult, Stop, run_query
from warehouse.store import Store

SHOWN_ROWS = 500
"""A page with more rows is slow to lay out; downloads have as many as the settings allow."""
LONGEST_TEXT = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form sends. ``as_of`` is the id of a publication, empty for the newest; ``format`` table, csv, …"""

    sql: str
    as_of: str = ""
    format: str = "table"


@dataclass(frozen=True, slots=True)
class Answer:
    """The result or the one-line error, with the publication that was asked and the seconds it took."""

    asked: Asked
    publication: Publication | None = None
    result: QueryResult | None = None
    error: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """One value as the table shows it. ``css`` is number, null or text; ``url`` where the value is a web address."""

    text: str
    css: str = "text"
    url: str | None = None
    is_cut: bool = False


def ask(store: Store, asked: Asked, limits: QueryLimits, stop: Stop) -> Answer:
    """Run the statement on the publication asked for; what is wrong with it is in the answer, never raised."""
    began = time.monotonic()
    rows = SHOWN_ROWS if asked.format == "table" else limits.rows
    try:
        publication = store.find_publication(asked.as_of or None)
        bounded = replace(limits, rows=min(rows, limits.rows))
        result = run_query(store, asked.sql, limits=bounded, as_of=publication.publication_id, stop=stop)
    except WarehouseError as error:
        return Answer(asked, error=str(error), seconds=time.monotonic() - began)
    return Answer(asked, publication, result, seconds=time.monotonic() - began)


def show_rows(result: QueryResult) -> list[list[Shown]]:
    """Return the rows for the table, every value as text."""
    return [[show(value) for value in row] for row in result.rows()]


def show(value: Any) -> Shown:
    """Return one value as the table shows it: numbers without trailing zeros, long texts cut, NULL no text."""
    if value is None:
        return Shown("NULL", "null")
    text = _text(value)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return Shown(text, "number")
    if len(text) > LONGEST_TEXT:
        return Shown(f"{text[:LONGEST_TEXT]}…", is_cut=True)
    return Shown(text, url=web_address(text))


def _text(value: Any) -> str:
    if isinstance(value, Decimal):  # every digit, whatever the precision: no arithmetic is done on it
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
