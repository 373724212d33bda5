"""Tokens over columns as a constraint problem: which readings of a damaged row remain possible.

A blank cell of running text vanishes, neighbours are glued, a row has a cell too few or too many. Every assignment
that keeps the order is tried; canonical numbers, sums and upper bounds decide. Nothing here changes a number that
stands in a cell of its own: such rows never come here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from transform.forms.model import ValueType

MAX_STEPS = 5_000
MAX_DROPPED = 2
MAX_TOKEN = 200  # characters; the widest row glued into one has 15 numbers

_DIGITS = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]++(?:\.[0-9]++)?|\.[0-9]++")  # looks at every digit once

Value = Decimal | None
Token = str | Decimal
"""A printed run of digits that may hold several numbers, ``""`` for a printed blank, or a number that is whole."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A column that waits for its value. ``upper`` is the greatest value it may hold, where that is known."""

    value_type: ValueType
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SumRule:
    """Slot ``total`` is the sum of the slots ``parts`` (places in the row); a blank counts as 0."""

    total: int
    parts: tuple[int, ...]

    @property
    def last(self) -> int:
        """The slot after which the rule can be tested."""
        return max(self.total, *self.parts)

    def holds(self, values: Sequence[Value]) -> bool:
        """Whether the values keep the rule."""
        return (values[self.total] or 0) == sum(values[part] or 0 for part in self.parts)


@dataclass(frozen=True, slots=True)
class Solution:
    """One assignment; ``vanished`` counts the columns that received nothing, ``torn`` the whole numbers taken apart.

    ``is_traded``: it leaves a number aside and keeps a printed blank in a column.
    """

    values: tuple[Value, ...]
    vanished: int
    torn: int = 0
    is_traded: bool = False


class TooManySteps(Exception):
    """The row has more readings than anyone will look through."""


@dataclass(slots=True)
class _Search:
    tokens: Sequence[Token]
    slots: Sequence[Slot]
    rules: Sequence[SumRule]
    may_vanish: bool
    may_tear: bool
    steps: int = 0
    values: list[Value] = field(default_factory=list)

    def run(self, token: int, rest: Token | None, dropped: int, vanished: int, torn: int) -> Iterator[Solution]:
        """``rest`` is what is left of the token before ``token`` after a part of it was taken."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooManySteps
        place = len(self.values)
        if place == len(self.slots):
            if rest is None and token + dropped == len(self.tokens):
                yield Solution(tuple(self.values), vanished, torn)
            return
        waiting = len(self.tokens) - token + (rest is not None)
        if waiting - dropped > len(self.slots) - place:  # no room for what is left
            return
        for value, next_token, next_rest, is_gone, is_torn in self._choices(token, rest):
            self.values.append(value)
            if self._fits(place, value):
                yield from self.run(next_token, next_rest, dropped, vanished + is_gone, torn + is_torn)
            self.values.pop()
        if rest is None and dropped and token < len(self.tokens):
            yield from self.run(token + 1, None, dropped - 1, vanished, torn)

    def _choices(self, token: int, rest: Token | None) -> Iterator[tuple[Value, int, Token | None, int, int]]:
        """What the next slot may take: value, next token, what is left of it, whether it vanished or was torn."""
        is_fresh = rest is None
        if rest is None:
            if self.may_vanish:
                yield None, token, None, 1, 0
            if token == len(self.tokens):
                return
            rest, token = self.tokens[token], token + 1
            if rest == "":
                yield None, token, None, 0, 0
                return
        slot = self.slots[len(self.values)]
        whole = read_piece(rest, slot.value_type)
        if whole is not None:
            yield whole, token, None, 0, 0
        if isinstance(rest, Decimal):
            yield from self._torn_signed(rest, slot, token)
            return
        if not _DECIMAL.fullmatch(rest):
            return
        is_torn = is_fresh and any(read_piece(rest, other.value_type) is not None for other in self.slots)
        for cut in range(1, len(rest)) if self.may_tear or not is_torn else ():
            value = read_piece(rest[:cut], slot.value_type)
            if value is not None:
                yield value, token, rest[cut:], 0, is_torn

    def _torn_signed(
        self, number: Decimal, slot: Slot, token: int
    ) -> Iterator[tuple[Value, int, Token | None, int, int]]:
        """-20 may be -2 and the next column's 0: a sign makes no number whole."""
        if not self.may_tear or number >= 0 or slot.value_type != "signed_int" or number != number.to_integral_value():
            return
        digits = f"{-number:f}"
        for cut in range(1, len(digits)):
            yield -Decimal(digits[:cut]), token, digits[cut:], 0, 1

    def _fits(self, place: int, value: Value) -> bool:
        upper = self.slots[place].upper
        if upper is not None and value is not None and value > upper:
            return False
        return all(rule.holds(self.values) for rule in self.rules if rule.last == place)


def read_piece(text: Token, value_type: ValueType) -> Value:
    """A piece of a token as a canonical number: no leading zero; a fraction only where money stands."""
    if isinstance(text, Decimal):
        is_fit = value_type == "decimal" or text == text.to_integral_value()
        return text if is_fit and (text >= 0 or value_type == "signed_int") else None
    if _DIGITS.fullmatch(text):
        return Decimal(text) if text == "0" or text[0] != "0" else None
    if value_type != "decimal" or not _DECIMAL.fullmatch(text):
        return None
    whole = text.partition(".")[0]
    return Decimal(text) if len(whole) < 2 or whole[0] != "0" else None


def solve_row(
    tokens: Sequence[Token], slots: Sequence[Slot], rules: Sequence[SumRule], *, may_tear: bool = True
) -> tuple[Solution, ...] | None:
    """Every assignment of ``tokens`` (``""`` is a printed blank) to ``slots`` that keeps ``rules``, in order.

    A token may be split over several slots, a slot may have lost its blank, and a row with too many tokens may have up
    to two that belong to nothing, or to their neighbours. ``may_tear``: a number that could stand whole may be two that
    were glued (running text). None where there are too many readings to look through.
    """
    surplus = max(0, len(tokens) - len(slots))
    texts = [token for token in tokens if isinstance(token, str) and token]
    is_odd = any(len(text) > MAX_TOKEN or not _DECIMAL.fullmatch(text) for text in texts)
    if surplus > MAX_DROPPED or is_odd:
        return None
    search = _Search(tokens, slots, rules, len(tokens) < len(slots), may_tear)
    try:
        found = tuple(search.run(0, None, surplus, 0, 0))
        joined = tuple(_solve_joined(tokens, search, surplus)) if surplus and found else ()
    except TooManySteps:
        return None
    found = tuple(_mark_traded(solution, tokens) for solution in found) if surplus and "" in tokens else found
    return (*found, *joined)


def _solve_joined(tokens: Sequence[Token], search: _Search, surplus: int) -> Iterator[Solution]:
    """The row with two neighbours as the halves of one number: a cell too many may come of a number cut in two.

    Such a reading casts doubt on others and is never believed alone: a column of row numbers would do as well.
    """
    for place, (one, other) in enumerate(pairwise(tokens)):
        if isinstance(one, str) and isinstance(other, str) and one.isdigit() and other.isdigit() and one != "0":
            whole = [*tokens[:place], one + other, *tokens[place + 2 :]]
            yield from replace(search, tokens=whole, values=[]).run(0, None, surplus - 1, 0, 0)


def _mark_traded(solution: Solution, tokens: Sequence[Token]) -> Solution:
    numbers = sum(token != "" for token in tokens)
    taken = sum(value is not None for value in solution.values)
    return replace(solution, is_traded=taken < min(numbers, len(solution.values)))


def shown_readings(solutions: Sequence[Solution]) -> tuple[tuple[Value, ...], ...]:
    """Per slot, the readings to show for what stays ambiguous.

    Where several readings fill every column, readings that also lose a cell are not shown (颍泉 2020: ``126.8426``).
    """
    full = [solution for solution in solutions if not solution.vanished]
    used = full if len(full) > 1 else solutions
    return tuple(tuple(dict.fromkeys(column)) for column in zip(*(solution.values for solution in used), strict=True))


def is_settled(solutions: Sequence[Solution], slot: int) -> bool:
    """True where every solution reads ``slot`` alike, and not only by taking whole numbers apart, nor only by giving up
    a number for a blank: the blank one is the cell too many, and the row's sum is wrong in print."""
    is_whole = any(not solution.torn and not solution.is_traded for solution in solutions)
    return is_whole and len({solution.values[slot] for solution in solutions}) == 1
