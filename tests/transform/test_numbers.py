"""One printed cell: number, blank, dash, several readings, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transform.forms.model import ValueType
from transform.models import CellStatus
from transform.tables.cells import whole_values
from transform.words.notes import cut_note
from transform.words.numbers import UNREADABLE, looks_like_value, read_number, unit_in_label
from transform.words.numerals import read_spelt_number

REPORTED = [
    ("9", "int", "9", None),
    ("9件", "int", "9", None),
    ("１２", "int", "12", None),
    ("1,234", "int", "1234", None),
    ("1，234，567", "int", "1234567", None),
    ("22（其中修订16件）", "int", "22", None),
    ("55（含自然失效29件）", "int", "55", None),
    ("22\n（其中修订16件）", "int", "22", None),
    ("22，其中修订16件", "int", "22", None),
    ("22件\n其中：网上申请16件", "int", "22", None),
    ("22（12.5%）", "int", "22", None),
    ("0.00", "int", "0", None),
    ("减4", "signed_int", "-4", None),
    ("+22", "signed_int", "22", None),
    ("--253", "signed_int", "-253", None),
    ("-18", "signed_int", "-18", None),
    ("251000元", "decimal", "251000", "元"),
    ("251000\n元", "decimal", "251000", "元"),
    ("103.3879万元", "decimal", "103.3879", "万元"),
    ("8040", "decimal", "8040", None),
    ("59237.2449", "decimal", "59237.2449", None),
    ("5²", "int", "5", None),
    ("5①", "int", "5", None),
    ("12 *", "int", "12", None),
    ("12※", "int", "12", None),
    ("12[1]", "int", "12", None),
    ("1,234件〔注2〕", "int", "1234", None),
    ("3（注1）", "int", "3", None),
    ("〇", "int", "0", None),
    ("零", "int", "0", None),
]


@pytest.mark.parametrize(("text", "value_type", "value", "unit"), REPORTED)
def test_number(text: str, value_type: ValueType, value: str, unit: str | None) -> None:
    reading = read_number(text, value_type)
    assert (reading.status, reading.value, reading.unit) == (CellStatus.REPORTED, Decimal(value), unit)


@pytest.mark.parametrize("text", ["", " ", "\xa0", "\u3000\n", "\u200b"])
def test_blank_is_no_nought(text: str) -> None:
    assert read_number(text, "int").status is CellStatus.BLANK


@pytest.mark.parametrize("text", ["-", "—", "——", "/", "／", "无", "–"])
def test_dash_is_no_nought(text: str) -> None:
    assert read_number(text, "int").status is CellStatus.DASH


@pytest.mark.parametrize(
    "text",
    [
        "见附件",
        "²",
        "①",
        "*",
        "[1]",
        "○",
        "5*2",
        "12(1)",
        "½",
        "5%",
        "12,34",
        "6万元",
        "1/2",
        "一二",
        "约5",
        "5（更正为6）",
        "其中2件",
        "5（6）",
        "二万三万",
        "٣",
        "9" * 13,
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert read_number(text, "int").status is CellStatus.UNREADABLE


@pytest.mark.parametrize(
    ("text", "value_type", "candidates"),
    [
        ("2 0", "int", {2, 0, 20}),
        ("1\n0", "int", {1, 0, 10}),
        ("-5", "int", {5, -5}),
        ("增2减1", "signed_int", {1, 2, -1}),
        ("0/0", "signed_int", {0}),
        ("007", "int", set()),
        ("126.8426", "int", set()),
    ],
)
def test_several_readings(text: str, value_type: ValueType, candidates: set[int]) -> None:
    reading = read_number(text, value_type)
    assert (reading.status, set(reading.candidates)) == (CellStatus.AMBIGUOUS, {Decimal(c) for c in candidates})


def _is_doubled(text: str) -> bool:
    return text[: len(text) // 2] * 2 == text


@given(st.integers(0, 10**12 - 1))
@example(64696469)
@example(4362576077)
def test_every_count_comes_back(number: int) -> None:
    text = str(number)
    is_doubled = len(text) == 8 and _is_doubled(text)
    reading = read_number(text, "int")
    if len(text) <= 8:
        assert number in ((reading.value,) if not is_doubled else reading.candidates)
    else:  # two numbers whose border was lost: no organ counts a hundred million pieces
        assert (reading.status, reading.value, reading.candidates) == (CellStatus.AMBIGUOUS, None, ())
    assert read_number(text, "decimal").value == (None if len(text) >= 8 and _is_doubled(text) else number)
    assert read_number(f"{number:,}", "int").value == number  # its commas show that it is one


@given(st.text(max_size=12))
@example("十")
def test_only_numbers_that_stand_there_are_reported(text: str) -> None:
    reading = read_number(text, "int")
    spelt = read_spelt_number(cut_note(text).strip())  # 十 is a number without a digit
    if reading.status is CellStatus.REPORTED and spelt is None:
        digits = "".join(filter(str.isdecimal, cut_note(text).split(".", maxsplit=1)[0]))
        assert int(digits or 0) == reading.value


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("采购总金额(万)", "万元"),
        ("本年收费金额（单位：万元）", "万元"),
        ("采购总金额", None),
        ("采购总金额(元)", "元"),
    ],
)
def test_unit_of_a_column(label: str, unit: str | None) -> None:
    assert unit_in_label(label) == unit


def test_labels_and_years_are_no_values() -> None:
    assert not any(map(looks_like_value, ["1.属于国家秘密", "2014年度", "规章", "3、其他"]))
    assert all(map(looks_like_value, ["", "/", "22（其中修订16件）", "减4", "1 0"]))


@pytest.mark.parametrize("token", ["12①", "5²", "③", "٣", "1.2.3", ""])
def test_odd_digits_are_no_candidates(token: str) -> None:
    """A note mark counts as a digit for str.isdigit(), and not for Decimal: such a row once stopped the whole page."""
    assert whole_values(token) == ()


def test_noughts_without_end_are_no_error() -> None:
    """Python makes no number of more than 4,300 digits (found by fuzzing)."""
    reading = read_number("0" * 1_000, "int")
    assert (reading.status, reading.candidates) == (CellStatus.AMBIGUOUS, (Decimal(0),))
    assert read_number("0" * 1_000 + "9", "int").value is None
    assert {read_number(digit * 6_000, "int").status for digit in "09"} == {CellStatus.UNREADABLE}


@pytest.mark.parametrize("text", ["4362576077件", "+4362576077", "-4362576077", "4362576077.0"])
def test_a_unit_or_a_sign_makes_two_counts_no_one(text: str) -> None:
    for value_type in ("int", "signed_int"):
        reading = read_number(text, value_type)  # type: ignore[arg-type]
        assert (reading.value, reading.candidates) == (None, ())
    assert read_number("1234567.0", "int").value == 1234567


def test_a_text_of_any_length_is_no_number() -> None:
    """A cell of a megabyte took a second, and its text stayed in the memory of every parser that met it."""
    long = "12 " * 400_000
    assert read_number(long, "int") is UNREADABLE
    assert not looks_like_value(long)
    assert read_number("12（" + "其中修订16件" * 100 + "）", "int").value == 12
