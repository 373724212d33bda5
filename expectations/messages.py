"""Results in words a person reads: the rule's message with its numbers, scope and cells filled in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from expectations.catalogue import Identity
from expectations.errors import CatalogueError
from extract.yaml_file import load_yaml

if TYPE_CHECKING:
    from expectations.summary.names import Names

Language = Literal["zh", "en"]
_MOST_CELLS = 6
_REASONS_FILE = Path(__file__).with_name("reasons.yaml")


@lru_cache(maxsize=1)
def load_reasons() -> dict[str, dict[str, str]]:
    """Words by reason code and language."""
    reasons: dict[str, dict[str, str]] = load_yaml(_REASONS_FILE.read_text(encoding="utf-8"))
    return reasons


def render_reason(reason: str | None, language: Language) -> str:
    """``no_previous_report: 2019`` in words; raises `CatalogueError` for a code that reasons.yaml lacks."""
    if reason is None:
        return ""
    code, _, detail = reason.partition(": ")
    words = load_reasons().get(code)
    if words is None:
        raise CatalogueError(f"reason {code!r} has no words in reasons.yaml; add it there")
    return words[language].format(detail)


def scope_label(scope: str, language: Language) -> str:
    """A row, column, table or measure of the prose by its name; the report as a whole by its code."""
    return _names(language).scope(scope) or scope


def cell_label(operand: str, language: Language) -> str:
    """A cell by its name; one of the year before says so."""
    key, _, is_previous = operand.partition("@")
    label = _names(language).cell(key)
    return {"zh": f"上年{label}", "en": f"{label} of the year before"}[language] if is_previous else label


def cell_labels(cells: Sequence[str], language: Language) -> list[str]:
    """The first cells by their names, and how many there are where those are not all."""
    named = [cell_label(cell, language) for cell in cells[:_MOST_CELLS]]
    more = {"zh": "等{}格", "en": "{} in all"}[language].format(len(cells))
    return named if len(cells) <= _MOST_CELLS else [*named, more]


def _names(language: Language) -> Names:
    from expectations.summary.names import names_of_forms  # the pages import this module

    return names_of_forms(language)


def render_message(
    identity: Identity,
    language: Language,
    *,
    scope: str,
    left: Decimal | None,
    right: Decimal | None,
    cells: Sequence[str] = (),
    reason: str | None = None,
    year: int | None = None,
) -> str:
    """The rule's message about one result, in one language; ``scope`` and ``cells`` come as they are to be read."""
    template = identity.message_zh if language == "zh" else identity.message_en
    difference = abs(left - right) if left is not None and right is not None else None
    return template.format(
        scope=scope,
        left=_number(left),
        right=_number(right),
        difference=_number(difference),
        cells={"zh": "、", "en": ", "}[language].join(cells),
        reason=render_reason(reason, language),
        year="?" if year is None else year,
        twin=(reason or "").partition(": ")[2],
    )


def _number(value: Decimal | None) -> str:
    if value is None:
        return "?"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
