"""Failed identities as cards: both sides cell by cell, the rule's words and its legal basis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from expectations.summary.cell_words import anchor_of, shown_readings
from expectations.summary.equations import Term
from expectations.summary.findings import FailedIdentity, group_failures, is_told_elsewhere
from expectations.summary.names import Names, show_number
from expectations.summary.records import Identity, Report
from expectations.summary.sentences import (
    basis_in_words,
    failure_message,
    reason_in_words,
    scopes_in_words,
    term_name,
)
from expectations.summary.snapshot import Snapshot
from expectations.summary.wording import Words

MOST_TERMS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Chip:
    """One cell of an equation: sign, name, figure (or, without one, how it was read) and place in the table below."""

    sign: str
    name: str
    value: str
    words: str
    year: int
    cell_key: str

    @property
    def anchor(self) -> str:
        """The place of the cell in the page."""
        return anchor_of(self.year, self.cell_key)


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed identity as a card: both sides cell by cell, what was left out because it is zero."""

    number: int
    failed: FailedIdentity
    title: str
    message: str
    reason: str
    legal_basis: str
    scopes: str
    left: tuple[Chip, ...]
    right: tuple[Chip, ...]
    zeros: int


def make_failures(report: Report, snapshot: Snapshot, words: Words, names: Names) -> tuple[Failure, ...]:
    """A numbered card for every failed identity of a report that this page has to explain."""
    failed = [one for one in group_failures(report, snapshot) if not is_told_elsewhere(one, snapshot)]
    return tuple(_card(number, one, snapshot, words, names) for number, one in enumerate(failed, start=1))


def failing_cells(failures: Sequence[Failure]) -> Mapping[str, list[int]]:
    """Numbers of the cards a cell of this report stands in, by cell key; a mere note marks no cell."""
    cells: dict[str, list[int]] = defaultdict(list)
    for failure in failures:
        if failure.failed.severity == "info":
            continue
        for key in sorted({key for check in failure.failed.checks for key in check.operands if "@" not in key}):
            cells[key].append(failure.number)
    return cells


def identity_title(identity: Identity | None, identity_id: str, words: Words) -> str:
    """The title of a rule; its id where the catalogue no longer has it."""
    if identity is None:
        return identity_id
    return identity.title_zh if words.language == "zh" else identity.title_en


def _card(number: int, failed: FailedIdentity, snapshot: Snapshot, words: Words, names: Names) -> Failure:
    identity = snapshot.identities.get(failed.identity_id)
    left = _chips(failed.equation.left, failed, words, names)
    right = _chips(failed.equation.right, failed, words, names)
    return Failure(
        number=number,
        failed=failed,
        title=identity_title(identity, failed.identity_id, words),
        message=failure_message(failed, words, names),
        reason=reason_in_words(failed.leading.reason, words, names),
        legal_basis=basis_in_words(identity, words),
        scopes=scopes_in_words(failed.scopes, words, names),
        left=left,
        right=right,
        zeros=len(failed.equation.terms) - len(left) - len(right),
    )


def _reading(term: Term, words: Words) -> str:
    """How a cell without a figure was read."""
    if term.value is not None:
        return ""
    return shown_readings(term.candidates, words) if term.status == "ambiguous" else words(f"cell_status_{term.status}")


def _sign(term: Term, position: int) -> str:
    return "−" if term.sign < 0 else ("+" if position else "")


def _name(term: Term, failed: FailedIdentity, words: Words, names: Names) -> str:
    """A short name within an equation, a full one where the rule is no equation."""
    if failed.equation.is_split:
        return term_name(term, words, names, by_column=failed.equation.is_within_row)
    label = names.cell(term.cell_key)
    return words("sentence_prev", label=label) if term.is_previous else label


def _chips(terms: Sequence[Term], failed: FailedIdentity, words: Words, names: Names) -> tuple[Chip, ...]:
    """The cells of one side; of a long side those that are not zero."""
    shown = [term for term in terms if term.value or len(terms) <= MOST_TERMS_SHOWN]
    year = failed.report.year
    return tuple(
        Chip(
            sign=_sign(term, position) if failed.equation.is_split else "",
            name=_name(term, failed, words, names),
            value=show_number(term.value),
            words=_reading(term, words),
            year=year - 1 if term.is_previous else year,
            cell_key=term.cell_key,
        )
        for position, term in enumerate(shown)
    )
