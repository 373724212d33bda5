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
_NEIGHBOUR = re.compile(r"supported by the report on (?P<year>\d+): (?P<figures>.*)")
_TEXT = "supported by the text: "
_LIKELIER = "likelier wrong is "
_ELSEWHERE = re.compile(r"(?P<how>likelier wrong is|or wrong is|together with) (?P<where>.*)")
_REPORT = re.compile(r"the report on (?P<year>\d+) \((?P<figures>[^)]*)\)")
_PROSE = re.compile(r"the text \((?P<figures>[^)]*)\)")
_FIGURE = re.compile(r"(?P<key>\S+) (?P<figure>[^,]+)")


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


def marked_cells(suspects: Sequence[Suspect]) -> frozenset[str]:
    """Cells worth a mark in the table: none where something outside the report is likelier wrong."""
    return frozenset(one.cell_key for one in suspects if _LIKELIER not in one.why)


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
        return words("why_neighbour", year=neighbour["year"], figures=_figures(neighbour["figures"], words, names))
    if part.startswith(_TEXT):
        return words("why_text", quote=part.removeprefix(_TEXT))
    if elsewhere := _ELSEWHERE.fullmatch(part):
        return words(_key(elsewhere["how"]), where=_places(elsewhere["where"], words, names))
    return words(_key(part)) if _key(part) in load_phrases() else part


def _key(clause: str) -> str:
    return "why_" + re.sub(r"\W+", "_", clause)


def _places(text: str, words: Words, names: Names) -> str:
    """Where, outside the report's own cells, and what would stand there."""
    places = [
        words("why_in_report", year=found["year"], figures=_figures(found["figures"], words, names))
        for found in _REPORT.finditer(text)
    ]
    places += [
        words("why_in_text", figures=_figures(found["figures"], words, names)) for found in _PROSE.finditer(text)
    ]
    return words("scope_separator").join(places)


def _figures(text: str, words: Words, names: Names) -> str:
    """Cells or measures of the prose by their names, each with its figures as they stand."""
    figures = (found for part in text.split(", ") if (found := _FIGURE.fullmatch(part)))
    return words("scope_separator").join(
        f"{names.cell(found['key']) if '.' in found['key'] else names.measure(found['key'])} {found['figure']}"
        for found in figures
    )


def _rules(text: str, words: Words, names: Names) -> Iterator[str]:
    for rule in text.split(", "):
        identity_id, _, scope = rule.partition(" ")
        label = names.scope(scope)
        yield f"{identity_id}{words('sentence_scopes', scopes=label)}" if label else identity_id
