"""Consistent reports of many sizes, and the slips of the hand that are planted in them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from itertools import pairwise

from transform.forms import load_forms

FORM = load_forms()["2021"]
T3 = FORM.table("t3")
COLUMNS = tuple(column.code for column in T3.columns)
PARTS = COLUMNS[:-1]
LEAVES = T3.row_groups["result_leaf"]
ROWS = ("new_received", "carried_in", *LEAVES, "total_processed", "carried_out")
BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
OUTCOMES = ("upheld", "corrected", "other_outcome", "pending")

Values = dict[str, int]


def consistent_report(rng: random.Random) -> Values:
    """Whole numbers of tables 3 and 4 for which every identity holds, sparse as real reports are."""
    values: Values = {}
    size = rng.choice((40, 100, 300, 1200))
    for column, share in zip(PARTS, (0.85, 0.12, 0.01, 0.01, 0.01, 0.01), strict=True):
        is_filled = share > 0.05 or rng.random() < 0.15  # in most reports the rare kinds of applicants are columns of 0
        _fill_column(values, column, round(size * share * rng.uniform(0.6, 1.4)) if is_filled else 0, rng)
    for row in ROWS:
        values[f"t3.{row}.total"] = sum(values[f"t3.{row}.{column}"] for column in PARTS)
    for block in BLOCKS:
        is_disputed = rng.random() < 0.3  # most organs have no suit in most years
        parts = [rng.choice((0, 0, 1, 2, 7, 14)) if is_disputed else 0 for _ in OUTCOMES]
        values |= {f"t4.{block}.{o}": n for o, n in zip(OUTCOMES, parts, strict=True)}
        values[f"t4.{block}.total"] = sum(parts)
    return {cell.key: values[cell.key] for cell in FORM.cells if cell.key in values}


def _fill_column(values: Values, column: str, size: int, rng: random.Random) -> None:
    processed = dict.fromkeys(LEAVES, 0)
    for leaf, weight in (("granted", 0.45), ("unable_not_held", 0.25), ("partial", 0.1)):
        processed[leaf] = round(size * weight)
    for leaf in rng.sample(LEAVES, 4) if size else ():  # rare kinds of applicants have whole columns of zeros
        processed[leaf] += rng.randint(0, 1 + size // 12)
    total = sum(processed.values())
    carried_out = rng.randint(0, 1 + size // 10) if size else 0
    carried_in = rng.randint(0, min(1 + size // 12, total + carried_out)) if size else 0
    values |= {f"t3.{leaf}.{column}": number for leaf, number in processed.items()}
    values[f"t3.total_processed.{column}"] = total
    values[f"t3.carried_out.{column}"] = carried_out
    values[f"t3.carried_in.{column}"] = carried_in
    values[f"t3.new_received.{column}"] = total + carried_out - carried_in


def change_cell(values: Mapping[str, int], rng: random.Random) -> Values:
    """One cell bears another number."""
    key = rng.choice([k for k, v in values.items() if v] or list(values))
    new = rng.choice([n for n in (values[key] + d for d in (-3, -2, -1, 1, 2, 3, 10)) if n >= 0])
    return {key: new}


def drop_digit(values: Mapping[str, int], rng: random.Random) -> Values:
    """One digit of a longer number is lost."""
    key = rng.choice([k for k, v in values.items() if v > 9] or list(values))
    text = str(values[key])
    place = rng.randrange(len(text))
    return {key: int(text[:place] + text[place + 1 :] or "0")}


def swap_neighbours(values: Mapping[str, int], rng: random.Random) -> Values:
    """Two neighbouring cells of a row are interchanged."""
    pairs = [(f"t3.{row}.{a}", f"t3.{row}.{b}") for row in ROWS for a, b in pairwise(COLUMNS)]
    one, two = rng.choice([(a, b) for a, b in pairs if values[a] != values[b]])
    return {one: values[two], two: values[one]}


def shift_row(values: Mapping[str, int], rng: random.Random) -> Values:
    """A row is entered one column too far to the right, the first cell left at 0 and the total lost."""
    row = rng.choice([r for r in ROWS if any(values[f"t3.{r}.{c}"] for c in PARTS) and not values[f"t3.{r}.other_org"]])
    keys = [f"t3.{row}.{column}" for column in PARTS]
    moved = dict(zip(keys[1:], (values[key] for key in keys[:-1]), strict=True))
    moved[keys[0]] = 0
    return {key: value for key, value in moved.items() if value != values[key]}


SLIPS: Mapping[str, Callable[[Mapping[str, int], random.Random], Values]] = {
    "changed cell": change_cell,
    "dropped digit": drop_digit,
    "swapped neighbours": swap_neighbours,
    "shifted row": shift_row,
}
