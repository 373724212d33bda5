"""Results in words a person reads: the rule's message with its numbers, scope and cells filled in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from expectations.catalogue import Identity
from expectations.errors import CatalogueError
from expectations.vocabulary import load_vocabularies

Language = Literal["zh", "en"]
_REASONS_FILE = Path(__file__).with_name("reasons.yaml")
_TABLE_LABELS = {"t2": "主动公开", "t3": "依申请公开", "t4": "复议诉讼", "g1": "统计表", "l1": "统计报表"}


@lru_cache(maxsize=1)
def load_reasons() -> dict[str, dict[str, str]]:
    """Words by reason code and language."""
    reasons: dict[str, dict[str, str]] = yaml.safe_load(_REASONS_FILE.read_text(encoding="utf-8"))
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


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    labels: dict[str, str] = {}
    for form in load_vocabularies().values():
        for cell in form.cells.values():
            labels[cell.row] = cell.row_label
            labels.setdefault(cell.column, cell.column_label)
    return labels | {"other_handling": "其他处理"} | _TABLE_LABELS


def scope_label(scope: str, language: Language) -> str:
    """The statutory label of a row, column or table in Chinese; the code itself in English."""
    if language == "en":
        return scope
    parts = [_labels().get(part, part) for part in scope.split(".")]
    return "·".join(parts)


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
    """The rule's message about one result, in one language."""
    template = identity.message_zh if language == "zh" else identity.message_en
    difference = abs(left - right) if left is not None and right is not None else None
    return template.format(
        scope=scope_label(scope, language),
        left=_number(left),
        right=_number(right),
        difference=_number(difference),
        cells=", ".join(cells),
        reason=render_reason(reason, language),
        year="?" if year is None else year,
        twin=(reason or "").partition(": ")[2],
    )


def _number(value: Decimal | None) -> str:
    if value is None:
        return "?"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
