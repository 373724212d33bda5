"""Numbers written in Chinese: 十二, 一百零三, 壹拾贰. Only those spelt in full: 一百二 and 一二 say too little."""

from __future__ import annotations

import re
from functools import lru_cache

_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇两貳參肆陸兩壱弐", "一二三四五六七八九十百千零二二三四六二一二")
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_SHAPE = re.compile(r"[零一二三四五六七八九十百千万]{1,16}")


@lru_cache(maxsize=5_000)
def read_spelt_number(text: str) -> int | None:
    """The number that a text spells, or None where it is not the way to spell one."""
    plain = text.translate(_PLAIN)
    if not _SHAPE.fullmatch(plain) or plain.count("万") > 1:
        return None
    high, mark, low = plain.rpartition("万")
    number = _sum_up(high) * 10_000 + _sum_up(low) if mark else _sum_up(low)
    return number if plain in _spellings(number) else None


def _sum_up(text: str) -> int:
    total = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        else:
            total += (digit or 1) * 10 ** _UNITS.index(character)
            digit = 0
    return total + digit


def _spellings(number: int) -> set[str]:
    """十二 is also spelt 一十二."""
    if number == 0:
        return {"零"}
    high, low = divmod(number, 10_000)
    if high >= 10_000:
        return set()
    gap = "零" if high and 0 < low < 1_000 else ""
    full = (_spell(high) + "万" if high else "") + gap + (_spell(low) if low else "")
    return {full, full.removeprefix("一") if full.startswith("一十") else full}


def _spell(number: int) -> str:
    text = ""
    for place, character in enumerate(reversed(str(number))):
        if character != "0":
            text = _DIGITS[int(character)] + _UNITS[place] + text
        elif text and text[0] != "零":
            text = "零" + text
    return text
