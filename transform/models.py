"""What `transform` hands to the other rooms: a parsed report with every cell's status and address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from transform import version


class CellStatus(StrEnum):
    """How a form cell was read (DESIGN section 3). Only REPORTED and INFERRED carry a value."""

    REPORTED = "reported"
    BLANK = "blank"
    DASH = "dash"
    INFERRED = "inferred"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"
    MISSING = "missing"


class Severity(StrEnum):
    """How much an issue or a failed check matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the edition's form as read from the document.

    ``key`` is ``table.row.column``. ``value`` keeps the printed decimals. ``candidates`` are all readings of an
    ambiguous cell; ``None`` among them means "blank fits too". ``unit`` is that of a money cell, printed or inherited.
    ``at`` is a human-readable address: ``table 2, row 4, column 2`` or ``page 3, table 1, row 4, column 2``
    or ``line 120``.
    """

    key: str
    status: CellStatus
    value: Decimal | None = None
    raw: str | None = None
    unit: str | None = None
    candidates: tuple[Decimal | None, ...] = ()
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A printed row that has no code in the national form (local 2014-2018 tables): kept, never dropped."""

    row: int
    label: str
    column: str
    unit: str | None
    value: Decimal | None
    status: CellStatus
    raw: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in the narrative, with the words around it.

    ``measure`` is a code of transform/prose/claims.yaml; ``value`` is in ``unit`` (件, 条, %, 元).
    """

    measure: str
    value: Decimal
    unit: str | None
    quote: str
    at: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should know about how the document was read. Codes and wording: transform/issues.yaml."""

    code: str
    severity: Severity
    message_zh: str
    message_en: str
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """The document itself."""

    url: str | None
    path: str | None
    sha256: str
    media_type: str
    charset: str | None


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """Who reports on which year, as far as the document says; ``decided_by`` names the rule for each field."""

    organ: str | None
    organ_kind: str | None  # government, office, department, township, zone
    region_code: str | None
    year: int | None
    edition: str | None
    title: str | None
    published_on: date | None
    period: tuple[date | None, date | None]
    sections: tuple[str, ...] = ()  # codes s1..s6 in the order printed
    decided_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """One document, read. ``cells`` holds every cell of the edition's form, MISSING ones included.

    ``body_sha256`` is over the report's own text (tables included, page furniture excluded, white space folded): equal
    digests are the same version of a report. ``is_report`` is False where the document is no annual report at all; then
    ``cells`` is empty and ``issues`` says why. ``body_text`` is the narrative, for similarity rules.
    """

    document: DocumentInfo
    report: ReportInfo
    cells: tuple[Cell, ...]
    claims: tuple[Claim, ...]
    indicators: tuple[Indicator, ...]
    issues: tuple[Issue, ...]
    body_sha256: str
    is_report: bool
    parser_version: str = field(default_factory=version.parser_version)
    body_text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known about a document before it is opened (registry, list page, command line); the page wins."""

    url: str | None = None
    path: str | None = None
    declared_media_type: str | None = None
    declared_charset: str | None = None
    organ: str | None = None
    region_code: str | None = None
    year: int | None = None
    title: str | None = None
    listed_on: date | None = None
