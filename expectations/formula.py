"""The small language of the machine formulas: linear terms over form cells, compared by ``==``, ``<=`` or ``>=``.

t3.GROUP:result_leaf.{c} == t3.total_processed.{c}
t2.regulations.in_force == t2.regulations.in_force@prev + t2.regulations.issued - t2.regulations.repealed
g1.info_disclosed >= max(g1.GROUP:channels)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from expectations.errors import CatalogueError

_COMPARISON = re.compile(r"\s(==|<=|>=)\s")
_REFERENCE = r"(?P<table>\w+)\.(?P<row>GROUP:\w+|\w+)(?:\.(?P<column>COLS:\w+|\w+))?(?P<prev>@prev)?"
_TERM = re.compile(rf"\s*(?P<sign>[+-])?\s*(?P<max>max\()?\s*{_REFERENCE}\s*(?P<close>\))?\s*")
_FOREACH = re.compile(r"(?P<name>[a-z]) in (?P<table>\w+)\.(?P<group>\w+)")


@dataclass(frozen=True, slots=True)
class Term:
    """A signed cell or group of cells; ``row`` and ``column`` may be ``GROUP:name`` and ``COLS:name``.

    ``column`` is empty in a table of a single value column (``g1.received``).
    """

    sign: int
    table: str
    row: str
    column: str
    is_prev: bool
    is_max: bool


@dataclass(frozen=True, slots=True)
class Formula:
    """Two linear sides and how they must compare."""

    left: tuple[Term, ...]
    operator: str
    right: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Foreach:
    """``name in table.group``: the formula holds for every member of a row or column group."""

    name: str
    table: str
    group: str


def parse_formula(text: str) -> Formula:
    """Read one formula whose ``{c}`` are already bound; raises `CatalogueError` naming what does not parse."""
    parts = _COMPARISON.split(text)
    if len(parts) != 3:
        raise CatalogueError(f"formula {text!r} needs exactly one of ==, <=, >= with a space on both sides")
    left, operator, right = parts
    return Formula(_parse_side(left, text), operator, _parse_side(right, text))


def parse_sum(text: str) -> tuple[Term, ...]:
    """Read one side of a formula on its own, as the readings of a claim are written; raises `CatalogueError`."""
    return _parse_side(text, text)


def parse_foreach(text: str) -> Foreach:
    """Read ``c in t3.all_cols``; raises `CatalogueError`."""
    match = _FOREACH.fullmatch(text)
    if match is None:
        raise CatalogueError(f"foreach {text!r} is not of the form 'c in t3.all_cols'")
    return Foreach(match["name"], match["table"], match["group"])


def _parse_side(text: str, formula: str) -> tuple[Term, ...]:
    terms: list[Term] = []
    position = 0
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None or (terms and match["sign"] is None) or bool(match["max"]) != bool(match["close"]):
            raise CatalogueError(f"formula {formula!r} does not parse at {text[position:]!r}")
        terms.append(_term(match))
        position = match.end()
    if any(term.is_max for term in terms) and len(terms) > 1:
        raise CatalogueError(f"formula {formula!r}: max(...) must stand alone on its side")
    return tuple(terms)


def _term(match: re.Match[str]) -> Term:
    return Term(
        sign=-1 if match["sign"] == "-" else 1,
        table=match["table"],
        row=match["row"],
        column=match["column"] or "",
        is_prev=match["prev"] is not None,
        is_max=match["max"] is not None,
    )
