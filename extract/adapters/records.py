"""Rows out of JSON answers: the field names families use for title, address and date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bs4 import BeautifulSoup

from extract.adapters.base import Row
from extract.adapters.rows import find_date, fold_space
from extract.addresses import join_url

_TITLE = ("titleHtml", "title", "realtitle", "name")
_URL = ("url", "infourl", "link", "href")
_MOST_DIGITS = 9
_DATE = ("publishedTimeStr", "created_at", "infodate", "publishTime", "date")


def parse_json(text: str) -> Any:
    """The JSON of an answer; None where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def dig(content: Any, *names: str) -> Any:
    """The value below nested objects; None where a step is missing."""
    for name in names:
        if not isinstance(content, Mapping):
            return None
        content = content.get(name)
    return content


def to_int(value: Any) -> int | None:
    """A count as services give it: a number or its text."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def read_records(records: Any, base: str) -> tuple[Row, ...]:
    """Every record with an address and a title, in order."""
    if not isinstance(records, Iterable) or isinstance(records, str):
        return ()
    return tuple(row for record in records if isinstance(record, Mapping) and (row := _read_record(record, base)))


def _read_record(record: Mapping[str, Any], base: str) -> Row | None:
    title, url = _first(record, _TITLE), _first(record, _URL)
    address = join_url(base, url) if url else None
    if not title or address is None:
        return None
    plain = fold_space(BeautifulSoup(title, "lxml").get_text()) if "<" in title else fold_space(title)
    return Row(address, plain, find_date(_first(record, _DATE)))


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(record[name]) for name in names if record.get(name)), "")
