"""One printed cell → a number, a blank, a dash, several readings, or text that is no number. Never a guess.

Units are kept as printed (元, 万元); conversion belongs to the marts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules
from transform.forms.model import ValueType
from transform.models import CellStatus
from transform.words.labels import MAX_LABEL, compact_text, fold_text
from transform.words.notes import cut_note, is_mark
from transform.words.numerals import read_spelt_number

MAX_INTEGER_DIGITS = 12  # DECIMAL(18, 6) of the warehouse
MAX_DECIMALS = 6
MAX_VALUE = 2_000
"""Characters of a cell, its remarks among them: a longer text is not looked through, nor kept in memory."""
MAX_COUNT_DIGITS = 8
"""No organ publishes or answers a hundred million pieces a year: a longer run of digits is those of two cells."""


class NumberRules(BaseModel):
    """transform/words/numbers.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dashes: tuple[str, ...]
    dash_words: tuple[str, ...]
    zero_words: tuple[str, ...]
    count_units: tuple[str, ...]
    money_units: dict[str, str]
    withdrawing_words: tuple[str, ...]
    currency_signs: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]


@cache
def load_number_rules() -> NumberRules:
    """Read transform/words/numbers.yaml once."""
    return read_rules(Path(__file__).parent / "numbers.yaml", NumberRules)


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a cell says. ``candidates`` are the readings of an AMBIGUOUS one; ``tokens`` its printed parts.

    An AMBIGUOUS reading without candidates can only be understood with its neighbours (``00`` over two cells).
    """

    status: CellStatus
    value: Decimal | None = None
    unit: str | None = None
    candidates: tuple[Decimal, ...] = ()
    tokens: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[Decimal, ...]:
        """All that the cell may say."""
        return self.candidates if self.value is None else (self.value,)


UNREADABLE = NumberReading(CellStatus.UNREADABLE)

_LONGEST_SPELT = 20
_LONG_HALF = 4  # digits: 64696469 is more likely 6469 in a doubled cell whose border was lost
_PLAIN = re.compile(r"[0-9]+")
_REMARK = re.compile(  # （其中修订16件）, （12.5%）, ，其中2件
    r"[(\[【](?=[^()\[\]【】]*?[\u3400-\u9fff])[^()\[\]【】]*+[)\]】]"  # an open bracket is looked through once
    r"|\(\s*[0-9]{1,3}(?:\.[0-9]+)?%\s*\)|(?<=[0-9件条项])\s*[,;。]?\s*其中[^()\[\]【】]*+$"
)
_TORN = re.compile(r"[0-9.,]\s+[0-9.,+\-]")
_SIGNED_PARTS = re.compile(r"[^0-9]*+[0-9]++|[^0-9]+$")


@cache
def _withdrawal() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_number_rules().withdrawing_words)))


@cache
def _shape() -> re.Pattern[str]:
    rules = load_number_rules()

    def alternatives(words: tuple[str, ...]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    units = alternatives((*rules.count_units, *rules.money_units))
    return re.compile(
        rf"['\"“‘=]?(?:{alternatives(rules.currency_signs)})?(?P<sign>{alternatives((*rules.plus, *rules.minus))})?"
        rf"(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?P<unit>{units})?[。;.]?['\"”’]?"
    )


def read_number(text: str, value_type: ValueType) -> NumberReading:
    """Read one cell.

    Steps: plain digits; blank; dash; remark in brackets set aside (``22（其中修订16件）``); several numbers in one cell
    are candidates; else sign, digits (thousands separators in threes only) and unit. A note mark behind the number
    (``12①``) is set aside; other superscripts and circled digits, which NFKC would turn into ordinary ones, are
    unreadable, and so is a text longer than `MAX_VALUE`.
    """
    return _read_number(text, value_type) if len(text) <= MAX_VALUE else UNREADABLE


@lru_cache(maxsize=50_000)
def _read_number(text: str, value_type: ValueType) -> NumberReading:
    if _PLAIN.fullmatch(text):
        return _read_digits(text, value_type)
    text = cut_note(text)
    if text.strip() in load_number_rules().zero_words:
        return NumberReading(CellStatus.REPORTED, Decimal(0), tokens=("0",))
    if any(unicodedata.category(character) in {"No", "Nl"} for character in text if not character.isascii()):
        return UNREADABLE
    folded = fold_text(text)
    compact = compact_text(folded)
    if not compact:
        return NumberReading(CellStatus.BLANK)
    if is_dash(compact):
        return NumberReading(CellStatus.DASH)
    bare = _REMARK.sub("", folded)
    if bare != folded and _withdrawal().search(folded):  # 12（更正为15）: the publisher no longer says 12
        return UNREADABLE
    if _TORN.search(bare):
        return _read_torn(bare, value_type)
    return _read_signed_or_plain(compact_text(bare), value_type)


def is_dash(compact: str) -> bool:
    """A dash, a slash or 无: the publisher's way to leave a cell without a number."""
    rules = load_number_rules()
    return compact in rules.dash_words or all(character in rules.dashes for character in compact)


def _read_digits(text: str, value_type: ValueType, *, is_grouped: bool = False) -> NumberReading:
    if text != "0" and text[0] == "0":
        value = None if text.strip("0") else Decimal(0)
        return NumberReading(CellStatus.AMBIGUOUS, candidates=() if value is None else (value,), tokens=(text,))
    if len(text) > MAX_INTEGER_DIGITS:
        return UNREADABLE
    if len(text) > MAX_COUNT_DIGITS and value_type != "decimal" and not is_grouped:
        return NumberReading(CellStatus.AMBIGUOUS, tokens=(text,))
    half = text[: len(text) // 2]
    if len(half) >= _LONG_HALF and text == half * 2 and not is_grouped:
        return NumberReading(CellStatus.AMBIGUOUS, candidates=(Decimal(half), Decimal(text)), tokens=(text,))
    return NumberReading(CellStatus.REPORTED, Decimal(text), tokens=(text,))


def _read_torn(text: str, value_type: ValueType) -> NumberReading:
    """Several numbers in one cell: each is a candidate, and so is what they make together."""
    tokens = tuple(text.split())
    readings = [_read_signed_or_plain(token, value_type) for token in tokens]
    if any(reading.status not in {CellStatus.REPORTED, CellStatus.AMBIGUOUS} for reading in readings):
        return UNREADABLE
    if not all(
        reading.values for reading in readings
    ):  # one of them is no number of this column: the others need not be its either
        return NumberReading(CellStatus.UNREADABLE, tokens=tokens)
    together = _read_signed_or_plain("".join(tokens), value_type)
    values = [value for reading in (*readings, together) for value in reading.values]
    return NumberReading(CellStatus.AMBIGUOUS, candidates=tuple(dict.fromkeys(values)), tokens=tokens)


def _read_signed_or_plain(compact: str, value_type: ValueType) -> NumberReading:
    match = _shape().fullmatch(compact)
    if match is None:
        spelt = _read_spelt(compact) if value_type != "decimal" else None
        if spelt is not None:
            return NumberReading(CellStatus.REPORTED, Decimal(spelt), tokens=(str(spelt),))
        return _read_two_signed(compact) if value_type == "signed_int" else UNREADABLE
    digits = match["number"].replace(",", "")
    if _PLAIN.fullmatch(digits) and not match["sign"] and not match["unit"]:
        return _read_digits(digits, value_type, is_grouped="," in match["number"])
    unit = match["unit"]
    rules = load_number_rules()
    if unit is not None and (unit in rules.money_units) != (value_type == "decimal"):
        return UNREADABLE
    kept_unit = rules.money_units.get(unit) if unit else None
    whole = digits.partition(".")[0]
    if len(whole) > MAX_COUNT_DIGITS and value_type != "decimal" and "," not in match["number"]:
        return NumberReading(CellStatus.AMBIGUOUS, tokens=(digits,)) if match["sign"] is None else UNREADABLE
    return _with_sign(digits, match["sign"], kept_unit, value_type)


def _read_spelt(compact: str) -> int | None:
    """十二件: a count in Chinese, with or without its unit."""
    unit = next((unit for unit in load_number_rules().count_units if compact.endswith(unit)), "")
    return read_spelt_number(compact.removesuffix(unit)) if 0 < len(compact) <= _LONGEST_SPELT else None


def _with_sign(digits: str, sign: str | None, unit: str | None, value_type: ValueType) -> NumberReading:
    whole, _, fraction = digits.partition(".")
    if len(whole) > MAX_INTEGER_DIGITS or len(fraction.rstrip("0")) > MAX_DECIMALS:
        return UNREADABLE
    if len(whole) > 1 and whole[0] == "0":
        return NumberReading(CellStatus.AMBIGUOUS, tokens=(digits,)) if sign is None else UNREADABLE
    value = Decimal(digits)
    if value_type != "decimal" and fraction:
        if fraction.strip("0"):
            return NumberReading(CellStatus.AMBIGUOUS, tokens=(digits,)) if sign is None else UNREADABLE
        value = Decimal(whole or 0)
    if sign in load_number_rules().minus:
        if value_type == "int":  # a count below zero, or a bullet before it: nobody can say
            return NumberReading(CellStatus.AMBIGUOUS, candidates=(value, -value), tokens=(digits,))
        value = -value
    return NumberReading(CellStatus.REPORTED, value, unit, tokens=(digits,))


def _read_two_signed(compact: str) -> NumberReading:
    """``增2减1`` or ``0/0`` under 本年增/减: the gain, the loss or the difference. Equal readings are one."""
    slashed = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", compact)
    parts = [f"+{slashed[1]}", f"-{slashed[2]}"] if slashed else _SIGNED_PARTS.findall(compact)
    if len(parts) != 2 or ("".join(parts) != compact and not slashed):
        return UNREADABLE
    readings = [_read_signed_or_plain(part, "signed_int") for part in parts]
    values = [reading.value for reading in readings if reading.value is not None]
    if len(values) != 2 or any(reading.status is not CellStatus.REPORTED for reading in readings):
        return UNREADABLE
    candidates = dict.fromkeys((values[0] + values[1], *values))
    return NumberReading(CellStatus.AMBIGUOUS, candidates=tuple(candidates), tokens=(compact,))


@lru_cache(maxsize=5_000)
def unit_in_label(label: str) -> str | None:
    """The money unit a header names: 采购总金额(万) → 万元, 本年收费金额（单位：万元） → 万元; else None."""
    compact = compact_text(label)
    units = load_number_rules().money_units
    for inside in re.findall(r"[(\[【]([^()\[\]【】]*)[)\]】]", compact):
        words = re.split(r"[:、,]", inside)
        if words[-1].removeprefix("单位") in units:
            return units[words[-1].removeprefix("单位")]
    tail = re.split(r"[/:]", compact)[-1].removeprefix("单位")
    return units.get(tail)


def is_count_unit(text: str) -> bool:
    """True for 件 and the like alone in a cell: a column of units."""
    rules = load_number_rules()
    return compact_text(text) in (*rules.count_units, *rules.money_units)


def looks_like_value(text: str) -> bool:
    """True for what may stand in a value cell: blank, dash, a number with sign, unit and remark, or several numbers.

    A note mark alone (``[1]``) is no number, and stands in a value cell that is blank but for it.
    """
    if text.isascii() and text.isdigit():
        return True
    if len(text) <= MAX_LABEL:
        return _short_looks_like_value(text)
    return len(text) <= MAX_VALUE and _looks_like_value(text)


@lru_cache(maxsize=20_000)
def _short_looks_like_value(text: str) -> bool:
    """The labels of the form stand in every report, and every stage that reads its tables asks this of them."""
    return _looks_like_value(text)


def _looks_like_value(text: str) -> bool:
    text = cut_note(text)
    compact = compact_text(text)
    if not compact or is_dash(compact) or compact in load_number_rules().zero_words or is_mark(compact):
        return True
    bare = _REMARK.sub("", fold_text(text)).split()
    if not bare:
        return False
    joined = "".join(bare)
    return (
        _shape().fullmatch(joined) is not None or all(map(_shape().fullmatch, bare)) or _read_spelt(joined) is not None
    )
