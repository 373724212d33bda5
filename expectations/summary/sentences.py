"""Findings in sentences, and what they are made of: sides, scopes, reasons and legal bases in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from expectations.catalogue import load_catalogue
from expectations.messages import load_reasons, render_message, render_reason
from expectations.summary.equations import Term
from expectations.summary.findings import FailedIdentity, Finding, days_late
from expectations.summary.names import Names, show_number
from expectations.summary.records import Coverage, Identity, Organ
from expectations.summary.wording import Words

MOST_TERMS_IN_A_SENTENCE = 4
MOST_SCOPES_IN_A_SENTENCE = 3
MOST_CELLS_IN_A_SENTENCE = 6
PHRASES_KEPT = 10_000
"""The same scopes and reasons stand in most reports."""


def finding_rule(finding: Finding, words: Words) -> str:
    """What a finding is against: the id of the identity, or what became of the publication."""
    if finding.failed is not None:
        return finding.failed.identity_id
    return words(f"status_{finding.coverage.status}") if finding.coverage else ""


def finding_sentence(finding: Finding, words: Words, names: Names) -> str:
    """A finding as one sentence that names organ and year."""
    if finding.failed is not None:
        return failure_sentence(finding.organ, finding.failed, words, names)
    return _coverage_sentence(finding.organ, finding.coverage, words, names) if finding.coverage else ""


def _coverage_sentence(organ: Organ, coverage: Coverage, words: Words, names: Names) -> str:
    return words(
        f"sentence_{coverage.status}",
        organ=organ.name,
        year=coverage.year,
        due=due_in_words(coverage, words),
        published=coverage.published_on or "—",
        days=days_late(coverage),
        reason=reason_in_words(coverage.reason, words, names),
    )


def due_in_words(coverage: Coverage, words: Words) -> str:
    """The due date, the working day it moves to, and whether only policy sets it."""
    if coverage.due_on is None:
        return "—"
    text = coverage.due_on.isoformat()
    if coverage.grace_due_on and coverage.grace_due_on != coverage.due_on:
        text += words("grace_deadline", date=coverage.grace_due_on)
    return text if coverage.is_statutory else text + words("policy_deadline")


def failure_sentence(organ: Organ, failed: FailedIdentity, words: Words, names: Names) -> str:
    """A failed identity as one sentence: both sides with their figures, or the rule's own words."""
    head = {"organ": organ.name, "year": failed.report.year}
    if not failed.equation.is_split:
        return words("sentence_plain", message=failure_message(failed, words, names), **head)
    scopes = scopes_in_words(failed.scopes, words, names)
    return words(
        "sentence_identity",
        left=side_in_words(failed.equation.left, words, names, by_column=failed.equation.is_within_row),
        right=side_in_words(failed.equation.right, words, names, by_column=failed.equation.is_within_row),
        sign=failed.equation.sign,
        scopes=words("sentence_scopes", scopes=scopes) if scopes else "",
        difference=show_number(failed.leading.difference),
        **head,
    )


def failure_message(failed: FailedIdentity, words: Words, names: Names) -> str:
    """What the catalogue says to a person when this rule fails."""
    rule = load_catalogue().by_id.get(failed.identity_id)
    if rule is None:  # a rule of an earlier catalogue whose results are still in the warehouse
        return failed.identity_id
    check = failed.leading
    return render_message(
        rule,
        words.language,
        scope=scopes_in_words(failed.scopes, words, names),
        left=check.left_value,
        right=check.right_value,
        cells=[names.cell(key) for key in check.operands[:MOST_CELLS_IN_A_SENTENCE]],
        reason=check.reason if check.reason and is_reason_code(check.reason) else None,
        year=failed.report.year,
    )


def is_reason_code(reason: str) -> bool:
    """Whether reasons.yaml has words for this reason."""
    return reason.partition(": ")[0] in load_reasons()


@lru_cache(PHRASES_KEPT)
def reason_in_words(reason: str | None, words: Words, names: Names) -> str:
    """Why something was not assessed or not published, cell keys by their names; an unknown reason as it stands."""
    if not reason or not is_reason_code(reason):
        return reason or ""
    code, separator, detail = reason.partition(": ")
    named = [names.detail(part.strip()) for part in detail.split(",")]
    detail = words("scope_separator").join(named) if all(named) else detail
    return render_reason(f"{code}{separator}{detail}", words.language)


def basis_in_words(identity: Identity | None, words: Words) -> str:
    """What a rule rests on; that the form itself relates the cells where a rule of an earlier catalogue is gone."""
    rule = load_catalogue().by_id.get(identity.identity_id) if identity else None
    if rule is None:
        return words("basis_form")
    return rule.legal_basis if words.language == "zh" else rule.legal_basis_en


def scopes_in_words(scopes: Iterable[str], words: Words, names: Names) -> str:
    """The scopes that fail alike, the total last: 自然人、总计."""
    return _scopes_in_words(tuple(scopes), words, names)


@lru_cache(PHRASES_KEPT)
def _scopes_in_words(scopes: tuple[str, ...], words: Words, names: Names) -> str:
    ordered = sorted(scopes, key=lambda scope: scope == "total")
    shown = list(dict.fromkeys(filter(None, (names.scope(scope) for scope in ordered))))
    listed = words("scope_separator").join(shown[:MOST_SCOPES_IN_A_SENTENCE])
    if len(shown) > MOST_SCOPES_IN_A_SENTENCE:
        return words("sentence_more_scopes", scopes=listed, n=len(shown))
    return listed


def side_in_words(terms: Sequence[Term], words: Words, names: Names, *, by_column: bool) -> str:
    """One side of an equation: 新收 9 + 上年结转 0; a long side is summed up."""
    if len(terms) > MOST_TERMS_IN_A_SENTENCE:
        total = sum((term.amount for term in terms), Decimal(0))
        return words("sentence_sum", n=len(terms), value=show_number(total))
    named = ((term, term_name(term, words, names, by_column=by_column)) for term in terms)
    signed = (f"{'−' if term.sign < 0 else '+'} {name} {show_number(term.value or Decimal(0))}" for term, name in named)
    return " ".join(signed).removeprefix("+ ")


def term_name(term: Term, words: Words, names: Names, *, by_column: bool) -> str:
    """A term's short name: its row, or its column where all terms stand in one row."""
    _, row, column = (*term.cell_key.split("."), "", "", "")[:3]
    label = names.column(column) if by_column else names.row(row)
    return words("sentence_prev", label=label) if term.is_previous else label
