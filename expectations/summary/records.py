"""Rows of the warehouse as the summary reads them: one record per query, fields named and ordered as its columns.

Named tuples, because there is one for every report and many for every cell: a frozen dataclass takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Region(NamedTuple):
    """A county (or higher) that has organs."""

    region_code: str
    level: str
    name: str
    parent_code: str | None


class Organ(NamedTuple):
    """A reporting body under its present name."""

    organ_id: str
    region_code: str
    kind: str
    name: str
    is_expected: bool
    source_id: str | None
    uscc: str | None


class Coverage(NamedTuple):
    """Whether an expected report of one organ and year was published, and when. ``due_on`` comes from 条例 art. 49.

    ``is_late_after_grace``: late even by the next working day after the due date.
    """

    organ_id: str
    year: int
    status: str
    report_id: str | None
    published_on: date | None
    due_on: date | None
    grace_due_on: date | None
    is_statutory: bool
    is_late_after_grace: bool
    reason: str


class Report(NamedTuple):
    """One version of a report and the capture it was read from. Times are texts in Asia/Shanghai.

    ``last_seen`` is None for a current version.
    """

    report_id: str
    organ_id: str
    year: int
    edition: str
    organ_name: str
    title: str | None
    published_on: date | None
    period_from: date | None
    period_to: date | None
    sections: Sequence[str]
    superseded_by: str | None
    is_current: bool
    parser_version: str
    first_seen: str
    last_seen: str | None
    capture_id: str
    capture_sha256: str
    url: str | None
    media_type: str | None
    charset: str | None
    archive_file: str | None
    archive_offset: int | None
    fetched_at: str | None


class IdentityCounts(NamedTuple):
    """How many identities of a report came out how; ``*_rules`` count a rule once, however many columns break it."""

    report_id: str
    passed: int
    errors: int
    warnings: int
    notices: int
    error_rules: int
    warning_rules: int
    not_assessable: int
    waived: int


class Identity(NamedTuple):
    """An entry of the catalogue; ``kind`` is its class (arithmetic, bound, calendar, …)."""

    identity_id: str
    title_zh: str
    title_en: str
    formula: str
    legal_basis: str
    severity: str
    kind: str
    purpose: str


class RuleResult(NamedTuple):
    """How one rule came out over all current reports: results, and reports with at least one."""

    identity_id: str
    passed: int
    failed: int
    not_assessable: int
    waived: int
    failing_reports: int
    assessed_reports: int


class Check(NamedTuple):
    """An identity that fails. ``operands`` are cell keys, ``@prev`` marks the previous year's report."""

    report_id: str
    identity_id: str
    scope: str
    status: str
    severity: str
    left_value: Decimal | None
    right_value: Decimal | None
    difference: Decimal | None
    blanks_as_zero: int
    operands: Sequence[str]
    reason: str | None


class OpenCheck(NamedTuple):
    """Checks of one identity of a report that were waived, or could not be assessed, for one reason."""

    report_id: str
    identity_id: str
    status: str
    reason: str | None
    scopes: Sequence[str]


class Operand(NamedTuple):
    """One cell under a failed identity, with how the page was read there."""

    report_id: str
    operand: str
    cell_key: str
    value: Decimal | None
    status: str
    candidates: Sequence[Decimal | None] | None


class FormCell(NamedTuple):
    """A cell of the statutory form with the labels the form prints."""

    edition: str
    cell_key: str
    table_code: str
    row_code: str
    column_code: str
    row_label: str
    column_label: str
    unit: str | None
    value_type: str
    parent_row: str | None
    article: str | None
    cell_order: int


class Cell(NamedTuple):
    """A form cell as read; only ``reported`` and ``inferred`` carry a value: its digits, for most of them are never
    reckoned with, and reading a thousand numbers an organ takes as long as drawing them.
    """

    report_id: str
    cell_key: str
    value: str | None
    status: str
    raw_text: str | None
    candidates: Sequence[Decimal | None] | None
    address: str | None


class Change(NamedTuple):
    """A cell that a re-publication changed."""

    old_report_id: str
    new_report_id: str
    cell_key: str
    old_value: Decimal | None
    old_status: str
    old_raw: str | None
    new_value: Decimal | None
    new_status: str
    new_raw: str | None


class Claim(NamedTuple):
    """A figure stated in the narrative."""

    report_id: str
    measure: str
    value: Decimal
    unit: str | None
    quote: str
    address: str


class Issue(NamedTuple):
    """Something to know about how the document was read."""

    report_id: str
    code: str
    severity: str
    message_zh: str
    message_en: str
    cell_key: str | None


class Suspect(NamedTuple):
    """A cell of a smallest set whose change makes every identity hold."""

    report_id: str
    rank: int
    cell_key: str
    value: Decimal | None
    implied_value: Decimal | None
    why: str


class Indicator(NamedTuple):
    """A printed row without a code in the national form."""

    report_id: str
    row_number: int
    label: str
    column_label: str
    unit: str | None
    value: Decimal | None
    status: str
    raw_text: str | None
    address: str


class Requests(NamedTuple):
    """Requests (件) an organ counts in Table 3's total column; None where the cell has no value."""

    organ_id: str
    year: int
    received: Decimal | None
    processed: Decimal | None
    carried_out: Decimal | None


class Outcome(NamedTuple):
    """Requests (件) of one year that ended one way, over ``reports`` whose outcomes add up."""

    year: int
    outcome: str
    requests: Decimal
    reports: int


class Run(NamedTuple):
    """The last run of the pipeline."""

    run_id: str
    flow: str
    status: str
    error: str | None
    counts: str
    started_at: str
    finished_at: str | None


class OrganDigest(NamedTuple):
    """A digest of an organ's cells, of all versions, and of what was noted about them."""

    organ_id: str
    digest: str
