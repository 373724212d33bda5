"""Typical slips of the hand: what makes one explanation of a failure likelier than another of the same size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from expectations.equations import PREVIOUS
from expectations.search import Change, System

SHIFTED = "a row moved by one column"
EXCHANGED = "carried the wrong way"
_CARRIED = ("t3.carried_in", "t3.carried_out")
_SWAPPED = 0.4
_DIGITS = 0.6
_DIGITS_TWICE = 0.8
_ZERO = 0.55
_EMPTY_TOTAL = 0.7
"""A total left at 0 over filled parts (洪泽区 2023) is likelier than parts that should be 0."""
_STALE_TOTAL = 0.8


def slip_of(change: Change, system: System) -> tuple[float, str | None]:
    """A factor below 1 and the slip's name where ``change`` undoes one; 1 and None otherwise."""
    values = system.values
    if _is_swap(change, values):
        return _SWAPPED, "two cells interchanged"
    if all(values[key] == 0 and parts_of(key, system) for key in change):
        return _EMPTY_TOTAL, "a total not entered"
    if name := _digits(change, values):
        return _digits_factor(name, len(change)), name
    if all(_is_stale(key, implied, system) for key, implied in change.items()):
        return _STALE_TOTAL, "a total not updated"
    return 1.0, None


def parts_of(key: str, system: System) -> list[str]:
    """The cells a total is the sum of: those on the other side of an equality on whose own side it stands alone."""
    for number, sign in system.cells[key].items():
        others = [(k, s) for k, s in system.equations[number].signs.items() if k != key]
        if system.is_equality(number) and len(others) > 1 and all(s == -sign for _, s in others):
            return [k for k, _ in others]
    return []


def shifted_rows(system: System) -> Iterator[Change]:
    """Rows of a table with several columns whose values, moved back by one column, make every equality hold."""
    rows: dict[tuple[str, str], list[str]] = {}
    for key in system.cells:
        table, row, *column = key.split(".")
        if column and not key.endswith(PREVIOUS):
            rows.setdefault((table, row), []).append(key)
    touched = {k for n in system.residuals() for k in system.equations[n].signs}
    place = {key: number for number, key in enumerate(system.values)}  # the form's own order
    for keys in rows.values():
        if len(keys) > 2 and not touched.isdisjoint(keys) and any(system.values[key] for key in keys):
            ordered = sorted(keys, key=place.__getitem__)
            for moved in (ordered, ordered[:-1]):  # with its total and without
                for step in (1, -1):
                    change = _moved(moved, system.values, step)
                    if change and not system.residuals(change):
                        yield change


def exchanged_carries(system: System) -> Iterator[Change]:
    """What was carried in entered as carried out, and the other way round, in every column that fails."""
    touched = {k for n in system.residuals() for k in system.equations[n].signs}
    into, out = _CARRIED
    change: dict[str, int] = {}
    for key in touched:
        other = key.replace(into, out)
        if key.startswith(f"{into}.") and not key.endswith(PREVIOUS) and other in touched:
            change |= {key: system.values[other], other: system.values[key]}
    change = {key: value for key, value in change.items() if value != system.values[key]}
    if len(change) > 2 and not system.residuals(change):  # one column alone is a swap of two cells
        yield change


def _moved(keys: list[str], values: Mapping[str, int], step: int) -> Change:
    """The row with every value one column further; what falls off the end must be 0."""
    lost, rest = (keys[-1], keys[:-1]) if step > 0 else (keys[0], keys[1:])
    if values[lost]:
        return {}
    targets = keys[1:] if step > 0 else keys[:-1]
    moved = {target: values[source] for target, source in zip(targets, rest, strict=True)}
    moved[keys[0] if step > 0 else keys[-1]] = 0
    return {key: value for key, value in moved.items() if value != values[key]}


def _is_swap(change: Change, values: Mapping[str, int]) -> bool:
    if len(change) != 2:
        return False
    one, two = change
    return change[one] == values[two] and change[two] == values[one]


def _is_stale(key: str, implied: int, system: System) -> bool:
    """A total that lacks exactly one of its parts, or that still shows the figure of the year before."""
    printed = system.values[key]
    parts = parts_of(key, system)
    is_short = implied > printed > 0 and any(system.values[part] == implied - printed for part in parts)
    return bool(parts) and (is_short or (printed > 0 and system.values.get(key + PREVIOUS) == printed))


def _digits(change: Change, values: Mapping[str, int]) -> str | None:
    """Every changed cell differs from what is implied by the same slip of digits."""
    names = {_digit_slip(values[key], implied) for key, implied in change.items()}
    return names.pop() if len(names) == 1 else None


def _digits_factor(name: str, cells: int) -> float:
    if cells > 1:
        return _DIGITS_TWICE
    return _ZERO if name == "a zero missing" else _DIGITS


def _digit_slip(printed: int, implied: int) -> str | None:
    if printed <= 0 or implied < 0:
        return None  # a zero is a number not entered: no digits to compare
    short, long = str(printed), str(implied)
    if long.rstrip("0") == short.rstrip("0") and len(long) > len(short):
        return "a zero missing"
    if sorted(short) == sorted(long) and short != long:
        return "digits transposed"
    if len(long) == len(short) + 1 and _is_one_dropped(long, short):
        return "a digit dropped"
    if len(short) == len(long) + 1 and _is_one_dropped(short, long) and implied:
        return "a digit too many"
    return None


def _is_one_dropped(long: str, short: str) -> bool:
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
