"""Damaged rows: one reading is inferred, several are all kept, none is made to fit."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from transform.tables.resolve import Slot, SumRule, is_settled, shown_readings, solve_row

COUNTS = [Slot("int")] * 7
TOTAL = [SumRule(6, (0, 1, 2, 3, 4, 5))]


def test_two_noughts_over_two_cells() -> None:
    solutions = solve_row(["00"], [Slot("int"), Slot("signed_int")], [])
    assert solutions is not None
    assert [solution.values for solution in solutions] == [(Decimal(0), Decimal(0))]


def test_glued_number_and_money_keep_three_readings() -> None:
    solutions = solve_row(["126.8426"], [Slot("int"), Slot("decimal")], [])
    assert solutions is not None
    assert shown_readings(solutions)[0] == (Decimal(1), Decimal(12), Decimal(126))
    assert not is_settled(solutions, 0)


def test_a_sign_makes_no_number_whole() -> None:
    """-20 in a row of two cells over three columns: -2 and 0 glued, or -20 and nothing."""
    solutions = solve_row([Decimal(5), Decimal(-20)], [Slot("int"), Slot("signed_int"), Slot("int")], [])
    assert solutions is not None
    assert [is_settled(solutions, place) for place in range(3)] == [True, False, False]
    assert shown_readings(solutions)[1:] == ((Decimal(-20), Decimal(-2)), (None, Decimal(0)))


def test_vanished_blank_is_bound_by_what_came_in() -> None:
    slots = [Slot("int", Decimal(upper)) for upper in (9, 0, 0, 0, 0, 0, 9)]
    solutions = solve_row(["8", "0", "0", "0", "0", "8"], slots, TOTAL)
    assert solutions is not None
    assert [is_settled(solutions, place) for place in range(7)] == [True, False, False, False, False, False, True]


def test_a_doubled_nought_changes_nothing() -> None:
    solutions = solve_row(["9", *["0"] * 6, "9"], COUNTS, TOTAL)
    assert solutions is not None
    assert all(is_settled(solutions, place) for place in range(7))


def test_a_number_is_not_given_up_for_a_blank_to_make_a_sum() -> None:
    """A blank cell before seven numbers whose printed total is wrong: the 20 is the report's own."""
    solutions = solve_row(["", "0", "0", "0", "0", "20", "0", "0"], COUNTS, TOTAL, may_tear=False)
    assert solutions is not None
    assert not any(is_settled(solutions, place) for place in range(7))


def test_a_blank_too_many_is_left_aside() -> None:
    solutions = solve_row(["", "1", "2", "3", "4", "5", "6", "21"], COUNTS, TOTAL, may_tear=False)
    assert solutions is not None
    assert [solution.values[-1] for solution in solutions] == [21]
    assert all(is_settled(solutions, place) for place in range(7))


def test_a_cell_too_many_may_be_half_a_number() -> None:
    """11 = 11, the total cut in two: leaving the first 11 aside adds up as well, and nobody can tell."""
    solutions = solve_row(["0", "11", "0", "0", "0", "0", "1", "1"], COUNTS, TOTAL, may_tear=False)
    assert solutions is not None
    assert not is_settled(solutions, 1)
    assert not is_settled(solutions, 6)


def test_halves_alone_make_no_number() -> None:
    """A row's number before a row whose printed total is wrong: 1 and 5 are no 15."""
    assert solve_row(["1", "5", "0", "0", "0", "0", "0", "15"], COUNTS, TOTAL, may_tear=False) == ()


def test_a_row_that_cannot_add_up_has_no_reading() -> None:
    assert solve_row(["258", "12", "1", "1"], COUNTS, TOTAL, may_tear=False) == ()


def test_a_whole_number_is_not_torn_to_make_a_sum() -> None:
    solutions = solve_row(["112", "0", "0", "0", "0", "2"], COUNTS, TOTAL)
    assert solutions is not None
    assert not any(is_settled(solutions, place) for place in range(7))


def test_words_are_no_tokens() -> None:
    assert solve_row(["见附件", "0"], COUNTS, TOTAL) is None


@given(st.lists(st.integers(0, 40), min_size=6, max_size=6), st.integers(0, 5))
def test_the_truth_is_among_the_readings(parts: list[int], lost: int) -> None:
    """Whatever blank vanished, the true row is one of the solutions."""
    row = [*parts, sum(parts) - parts[lost]]
    row[lost] = 0
    tokens = [str(number) for place, number in enumerate(row) if place != lost]
    solutions = solve_row(tokens, COUNTS, TOTAL)
    assert solutions is not None
    true = tuple(None if place == lost else Decimal(number) for place, number in enumerate(row))
    assert true in {solution.values for solution in solutions}
