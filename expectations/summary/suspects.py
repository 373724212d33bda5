"""The smallest sets of cells that explain a report's failures, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from expectations.summary.names import Names, show_number
from expectations.summary.records import Suspect
from expectations.summary.wording import Words, load_phrases

_MENDS = re.compile(r"mends (?P<rules>.*?)(?: and (?P<more>\d+) more)?")
_NEIGHBOUR = re.compile(r"supported by the report on (?P<year>\d+) carried (?P<way>in|out) (?P<value>\d+)")
_TEXT = "supported by the text: "


@dataclass(frozen=True, slots=True)
class SuspectSet:
    """One set: what each cell would have to be, and why this set is likely."""

    rank: int
    cells: tuple[str, ...]
    why: str


def suspect_sets(suspects: Sequence[Suspect], words: Words, names: Names) -> tuple[SuspectSet, ...]:
    """Sets in order of likelihood; ``suspects`` come ordered by rank."""
    return tuple(
        SuspectSet(rank, tuple(_cell(one, words, names) for one in members), _why(members, words, names))
        for rank, members in ((rank, list(run)) for rank, run in groupby(suspects, key=lambda one: one.rank))
    )


def _cell(suspect: Suspect, words: Words, names: Names) -> str:
    return words(
        "suspect_line",
        cell=names.cell(suspect.cell_key),
        value=show_number(suspect.value) or words("cell_status_blank"),
        implied=show_number(suspect.implied_value) or "—",
    )


def _why(members: Sequence[Suspect], words: Words, names: Names) -> str:
    parts = dict.fromkeys(part for member in members for part in member.why.split("; "))
    return words("clause_separator").join(dict.fromkeys(_clause(part, words, names) for part in parts))


def _clause(part: str, words: Words, names: Names) -> str:
    """One clause of ``why`` in this page's language; one that has no words here stands as it is."""
    if mends := _MENDS.fullmatch(part):
        rules = words("scope_separator").join(_rules(mends["rules"], words, names))
        return (
            words("why_mends_more", rules=rules, n=mends["more"]) if mends["more"] else words("why_mends", rules=rules)
        )
    if neighbour := _NEIGHBOUR.fullmatch(part):
        label = names.row("carried_in" if neighbour["way"] == "in" else "carried_out")
        return words("why_neighbour", year=neighbour["year"], label=label, value=neighbour["value"])
    if part.startswith(_TEXT):
        return words("why_text", quote=part.removeprefix(_TEXT))
    key = "why_" + re.sub(r"\W+", "_", part)
    return words(key) if key in load_phrases() else part


def _rules(text: str, words: Words, names: Names) -> Iterator[str]:
    for rule in text.split(", "):
        identity_id, _, scope = rule.partition(" ")
        label = names.scope(scope)
        yield f"{identity_id}{words('sentence_scopes', scopes=label)}" if label else identity_id
