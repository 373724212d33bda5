"""Typical slips of the hand: what makes one explanation of a failure likelier than another of the same size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from expectations.search import Change, System

_SWAPPED = 0.4
_DIGITS = 0.6
_DIGITS_TWICE = 0.8


def slip_of(change: Change, values: Mapping[str, int]) -> tuple[float, str | None]:
    """A factor below 1 and the slip's name where ``change`` undoes one; 1 and None otherwise."""
    if name := _swap(change, values):
        return _SWAPPED, name
    if name := _digits(change, values):
        return _DIGITS if len(change) == 1 else _DIGITS_TWICE, name
    return 1.0, None


def shifted_rows(system: System) -> Iterator[Change]:
    """Rows of a table with several columns whose values, moved back by one column, make every equality hold."""
    rows: dict[tuple[str, str], list[str]] = {}
    for key in system.cells():
        table, row, *column = key.split(".")
        if column:
            rows.setdefault((table, row), []).append(key)
    touched = {k for n in system.residuals() for k in system.equations[n].signs}
    for keys in rows.values():
        if len(keys) > 2 and touched & set(keys) and any(system.values[key] for key in keys):
            ordered = [key for key in system.values if key in set(keys)]  # the form's own order
            for moved in (ordered, ordered[:-1]):  # with its total and without
                for step in (1, -1):
                    change = _moved(moved, system.values, step)
                    if change and not system.residuals(change):
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


def _swap(change: Change, values: Mapping[str, int]) -> str | None:
    if len(change) != 2:
        return None
    one, two = change
    if change[one] == values[two] and change[two] == values[one]:
        return "two cells interchanged"
    return None


def _digits(change: Change, values: Mapping[str, int]) -> str | None:
    """Every changed cell differs from what is implied by the same slip of digits."""
    names = {_digit_slip(values[key], implied) for key, implied in change.items()}
    return names.pop() if len(names) == 1 else None


def _digit_slip(printed: int, implied: int) -> str | None:
    short, long = str(printed), str(implied)
    if printed == 0 and implied:
        return None  # a zero is a number not entered: no digits to compare
    if sorted(short) == sorted(long) and short != long:
        return "digits transposed"
    if len(long) == len(short) + 1 and _is_one_dropped(long, short):
        return "a digit dropped"
    if len(short) == len(long) + 1 and _is_one_dropped(short, long) and implied:
        return "a digit too many"
    return None


def _is_one_dropped(long: str, short: str) -> bool:
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
