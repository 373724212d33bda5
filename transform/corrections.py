"""The register of known bad pages: dated entries with a reason, and a guard that fails loudly once a page is mended.

An entry mends our reading, never the publisher's figure: it may say whose report on which year a page is, and take the
value from cells. No entry can put one number in the place of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from extract.yaml_file import load_yaml
from transform.errors import CorrectionError
from transform.issues import make_issue
from transform.models import Cell, CellStatus, Issue, ParsedReport, ReportInfo
from transform.organs import organ_kind
from transform.words.labels import compact_text

REGISTER = Path(__file__).with_name("corrections.yaml")
OUTDATED = "correction_outdated"
"""Issue code of an entry whose guard no longer holds."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReportFields(_Entry):
    """Who, when, which year; only what is written counts."""

    organ: str | None = None
    region_code: str | None = None
    year: int | None = None
    published_on: date | None = None

    def written(self) -> dict[str, object]:
        """The fields the entry names, null included."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}


class Expectation(_Entry):
    """What is read of the page today: fields of the report, and the printed text of cells (null: no such cell)."""

    report: ReportFields = ReportFields()
    cells: Mapping[str, str | None] = {}


Reading = Literal["unreadable"] | Annotated[tuple[Decimal, ...], Field(min_length=2)]


class Correction(_Entry):
    """One entry. ``cells`` gives each cell ``unreadable`` or the readings that stay possible."""

    url: Annotated[str, Field(pattern=r"^https?://")]
    dated: date
    by: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=10)]
    expect: Expectation
    report: ReportFields = ReportFields()
    cells: Mapping[str, Reading] = {}

    @model_validator(mode="after")
    def _check(self) -> Correction:
        changed = {*self.report.written(), *self.cells}
        unguarded = changed - {*self.expect.report.written(), *self.expect.cells}
        if not changed:
            raise ValueError("the entry changes nothing (report, cells)")
        if unguarded:
            raise ValueError(f"no expect for {', '.join(sorted(unguarded))}: an entry must notice a mended page")
        for key, reading in self.cells.items():
            _check_readings(key, self.expect.cells[key] or "", reading)
        return self

    @property
    def address(self) -> str:
        """What a page's address must be, but for http or https and a fragment."""
        return page_address(self.url)


def _check_readings(key: str, raw: str, reading: Reading) -> None:
    """Readings of a cell are made of the digits it prints."""
    printed = re.sub(r"\D", "", raw)
    for value in () if reading == "unreadable" else reading:
        digits = re.sub(r"\D", "", f"{value:f}")
        if (digits.lstrip("0") or "0") not in printed:
            raise ValueError(f"{key}: {value} is not printed in {raw!r}; a correction never makes a number")


class _Register(_Entry):
    corrections: tuple[Correction, ...] = ()


@cache
def shipped_corrections() -> tuple[Correction, ...]:
    """The entries that come with the project, read once."""
    return load_corrections()


def load_corrections(paths: Iterable[Path] = (REGISTER,)) -> tuple[Correction, ...]:
    """The entries of every file that exists. Raises CorrectionError naming file, entry and key."""
    return tuple(entry for path in paths if path.exists() for entry in _read(path).corrections)


def _read(path: Path) -> _Register:
    try:
        return _Register.model_validate(load_yaml(path.read_text(encoding="utf-8")) or {})
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        reason = _first_fault(error) if isinstance(error, ValidationError) else " ".join(str(error).split())
        raise CorrectionError(f"{path}: {reason}; next: mend the entry (its form stands in {REGISTER.name})") from error


def _first_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def page_address(url: str) -> str:
    """Host, path and query of an address: what http and https, or two fragments, have in common."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower()}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def apply_corrections(parsed: ParsedReport, corrections: Sequence[Correction]) -> ParsedReport:
    """The report with the entries for its address applied; those whose guard fails are issues of severity error."""
    address = page_address(parsed.document.url or "")
    for entry in corrections:
        if entry.address == address:
            changes = tuple(_changes(parsed, entry))
            parsed = _leave(parsed, entry, changes) if changes else _apply(parsed, entry)
    return parsed


def _changes(parsed: ParsedReport, entry: Correction) -> Iterator[tuple[str, object, object]]:
    """What is no longer read as the entry expects: name, expected, found."""
    for name, expected in entry.expect.report.written().items():
        if (found := getattr(parsed.report, name)) != expected:
            yield name, expected, found
    raws = {cell.key: cell.raw for cell in parsed.cells}
    for key, text in entry.expect.cells.items():
        if _plain(raws.get(key)) != _plain(text):
            yield key, text, raws.get(key)


def _plain(text: str | None) -> str | None:
    return None if text is None else compact_text(text)


def _leave(parsed: ParsedReport, entry: Correction, changes: Sequence[tuple[str, object, object]]) -> ParsedReport:
    issues = [
        make_issue(
            OUTDATED, name if "." in name else None, dated=entry.dated, field=name, expected=expected, found=found
        )
        for name, expected, found in changes
    ]
    return replace(parsed, issues=(*parsed.issues, *issues))


def _apply(parsed: ParsedReport, entry: Correction) -> ParsedReport:
    cells = tuple(_correct(cell, entry.cells[cell.key]) if cell.key in entry.cells else cell for cell in parsed.cells)
    issues = tuple(_note(entry, name) for name in (*entry.report.written(), *entry.cells))
    return replace(parsed, report=_mend(parsed.report, entry), cells=cells, issues=(*parsed.issues, *issues))


def _note(entry: Correction, name: str) -> Issue:
    return make_issue(
        "correction_applied",
        name if "." in name else None,
        dated=entry.dated,
        by=entry.by,
        field=name,
        reason=entry.reason,
    )


def _mend(info: ReportInfo, entry: Correction) -> ReportInfo:
    """The report's fields as the entry has them, and the register as the rule that decided."""
    fields = entry.report.written()
    decided = {**dict(info.decided_by), **dict.fromkeys(fields, "corrections")}
    info = replace(info, **fields, decided_by=tuple(decided.items()))  # type: ignore[arg-type]
    return replace(info, organ_kind=organ_kind(info.organ) if info.organ else None) if "organ" in fields else info


def _correct(cell: Cell, reading: Reading) -> Cell:
    """The cell without a value."""
    if reading == "unreadable":
        return replace(cell, status=CellStatus.UNREADABLE, value=None, candidates=())
    return replace(cell, status=CellStatus.AMBIGUOUS, value=None, candidates=reading)
