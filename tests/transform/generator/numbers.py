"""Numbers to print: realistic ones that keep the identities, those with errors, distinct ones, ones drawn by lot."""

from __future__ import annotations

import random
from decimal import Decimal

from transform.forms import Form, cell_key, load_forms

Numbers = dict[str, Decimal | None]


def realistic_numbers(edition: str, rng: random.Random) -> Numbers:
    """Figures of a county: mostly zeros and small counts, sums and flow kept, some blanks."""
    form = load_forms()[edition]
    numbers: Numbers = {cell.key: Decimal(0) for cell in form.cells}
    for cell in form.cells:
        if cell.table == "t2":
            numbers[cell.key] = _count(rng, 9000)
        if cell.value_type == "decimal":
            numbers[cell.key] = Decimal(rng.randrange(0, 10**9)) / 10 ** rng.choice([0, 2, 4, 6])
        if cell.value_type == "signed_int":
            numbers[cell.key] = Decimal(rng.randrange(-40, 40))
    _fill_table3(form, numbers, rng)
    _fill_table4(form, numbers, rng)
    return numbers


def _count(rng: random.Random, most: int) -> Decimal:
    return Decimal(rng.choice([0, 0, 0, rng.randrange(0, 12), rng.randrange(0, most)]))


def _fill_table3(form: Form, numbers: Numbers, rng: random.Random) -> None:
    table = form.table("t3")
    leaves = table.row_groups["result_leaf"]
    assert table.column_sum
    for column in table.column_sum.parts:
        for row in leaves:
            numbers[cell_key(table, row, column)] = _count(rng, 300 if column == "natural_person" else 5)
        done = sum((numbers[cell_key(table, row, column)] or 0 for row in leaves), Decimal(0))
        left, came = _count(rng, 20), Decimal(0)
        came = Decimal(rng.randrange(0, int(done + left) + 1))
        numbers[cell_key(table, "total_processed", column)] = done
        numbers[cell_key(table, "carried_out", column)] = left
        numbers[cell_key(table, "new_received", column)] = came
        numbers[cell_key(table, "carried_in", column)] = done + left - came
    for row in {cell.row for cell in form.cells if cell.table == "t3"}:
        parts = [numbers[cell_key(table, row, column)] or Decimal(0) for column in table.column_sum.parts]
        numbers[cell_key(table, row, "total")] = sum(parts, Decimal(0))


def _fill_table4(form: Form, numbers: Numbers, rng: random.Random) -> None:
    table = form.table("t4")
    assert table.column_sum
    for row in table.rows:
        for column in table.column_sum.parts:
            numbers[cell_key(table, row.code, column)] = _count(rng, 40)
        parts = [numbers[cell_key(table, row.code, column)] or Decimal(0) for column in table.column_sum.parts]
        numbers[cell_key(table, row.code, "total")] = sum(parts, Decimal(0))


def distinct_numbers(edition: str, rng: random.Random) -> Numbers:
    """Every cell its own number, so that one cell's number in another shows. No identity holds."""
    cells = load_forms()[edition].cells
    drawn = rng.sample(range(100, 99_999), len(cells))
    return {cell.key: Decimal(number) for cell, number in zip(cells, drawn, strict=True)}


def with_blanks(numbers: Numbers, rng: random.Random, share: float = 0.4) -> Numbers:
    """Zeros printed as blanks, as half of all reports do."""
    return {key: None if value == 0 and rng.random() < share else value for key, value in numbers.items()}


def drawn_numbers(edition: str, rng: random.Random, most: int = 60) -> Numbers:
    """Every count drawn by lot: no identity holds, and equal numbers stand side by side by chance."""
    types = {cell.key: cell.value_type for cell in load_forms()[edition].cells}
    realistic = realistic_numbers(edition, rng)
    return {key: Decimal(rng.randint(0, most)) if types[key] == "int" else value for key, value in realistic.items()}


def with_errors(numbers: Numbers, rng: random.Random, count: int = 12) -> Numbers:
    """Some cells of Tables 3 and 4 counted too high, as publishers do: their sums break."""
    chosen = rng.sample([key for key in numbers if key.startswith(("t3.", "t4."))], count)
    return numbers | {key: (numbers[key] or Decimal(0)) + rng.randint(1, 20) for key in chosen}
