"""Identities of a report that could not be assessed or were waived, as a table: the same in most reports, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from expectations.summary.cards import identity_title
from expectations.summary.names import Names
from expectations.summary.records import Identity, OpenCheck
from expectations.summary.render import render_part
from expectations.summary.sentences import reason_in_words, scopes_in_words
from expectations.summary.wording import Words

TABLES_KEPT = 2_000
Reasoned = tuple[str, str | None, tuple[str, ...]]
"""Identity, reason, and the scopes it holds for."""


@dataclass(frozen=True, slots=True)
class OtherCheck:
    """An identity that could not be assessed or was waived; equal reasons stand together."""

    identity_id: str
    title: str
    scopes: str
    reason: str


@dataclass(frozen=True, slots=True)
class OtherChecks:
    """How many checks they are, and the table that names them."""

    count: int
    table: Markup


class OpenChecksPrinter:
    """Prints tables of open checks in one language."""

    def __init__(self, identities: Mapping[str, Identity], words: Words, names: Names) -> None:
        self._identities, self._words, self._names = identities, words, names
        self._kept = lru_cache(TABLES_KEPT)(self._print)

    def print_checks(self, checks: Sequence[OpenCheck], status: str) -> OtherChecks | None:
        """Those of a report that came out as ``status``; None where there is none."""
        chosen = tuple(
            (check.identity_id, check.reason, tuple(check.scopes)) for check in checks if check.status == status
        )
        return self._kept(chosen) if chosen else None

    def _print(self, checks: Sequence[Reasoned]) -> OtherChecks:
        words, names = self._words, self._names
        lines = [
            OtherCheck(
                identity_id=identity_id,
                title=identity_title(self._identities.get(identity_id), identity_id, words),
                scopes=scopes_in_words(scopes, words, names),
                reason=reason_in_words(reason, words, names),
            )
            for identity_id, reason, scopes in checks
        ]
        table = render_part("organ_parts.html.j2", "other_checks", words, lines)
        return OtherChecks(sum(len(scopes) for _, _, scopes in checks), table)
