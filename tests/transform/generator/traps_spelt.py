"""Traps in how a number is spelt."""

from __future__ import annotations

import random

from tests.transform.generator.page import C, Page
from tests.transform.generator.registry import trap


def _counts(page: Page) -> list[C]:
    return [cell for cell in page.value_cells() if cell.text and page.form.by_key[cell.key or ""].value_type == "int"]


@trap
def counts_with_decimals(page: Page, rng: random.Random) -> None:
    """12.00, 12.0, 12., 12。"""
    for cell in _counts(page):
        cell.text += rng.choice([".00", ".0", ".", "。", "．00"])


@trap
def chinese_numerals(page: Page, rng: random.Random) -> None:
    """十二, 一百零三件, 壹拾贰."""
    for cell in _counts(page):
        number = int(cell.text)
        if number < 10_000:
            cell.text = _spell(number, "零一二三四五六七八九", "十百千")


@trap
def formal_numerals(page: Page, rng: random.Random) -> None:
    """壹拾贰件."""
    for cell in _counts(page):
        number = int(cell.text)
        if number < 10_000:
            cell.text = _spell(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟") + "件"


def _spell(number: int, digits: str, units: str) -> str:
    if number == 0:
        return digits[0]
    text = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            text = digits[int(digit)] + (units[place - 1] if place else "") + text
        elif text and not text.startswith(digits[0]):
            text = digits[0] + text
    short = digits[1] + units[0]
    return text[1:] if text.startswith(short) and digits[1] == "一" else text


@trap
def words_around_counts(page: Page, rng: random.Random) -> None:
    """共12件, 12（件）, 12 件次, 合计12."""
    for cell in _counts(page):
        cell.text = rng.choice(["{}（件）", "{} 件次", "{}(件)", "{}件。", "{} 宗"]).format(cell.text)


@trap
def marks_of_a_sheet(page: Page, rng: random.Random) -> None:
    """What a sheet puts before text that looks like a number, and quotes around it."""
    for cell in _counts(page):
        cell.text = rng.choice(["'{}", '"{}"', "“{}”", "={}", "{}"]).format(cell.text)


@trap
def hexadecimal_entities(page: Page, rng: random.Random) -> None:
    """&#x31;&#50; and names of characters."""
    page.wrap_value = lambda text: "".join(rng.choice([f"&#x{ord(c):x};", f"&#{ord(c):04d};", c]) for c in text)


@trap
def other_digits(page: Page, rng: random.Random) -> None:
    """Mathematical and full-width digits, mixed."""
    for cell in page.value_cells():
        cell.text = "".join(
            chr(rng.choice([0xFF10, 0x1D7CE, 0x1D7E2, 0x30]) + int(c)) if c.isascii() and c.isdigit() else c
            for c in cell.text
        )


@trap
def thousands_of_every_kind(page: Page, rng: random.Random) -> None:
    """1,234 with the commas of other scripts."""
    for cell in page.value_cells():
        if cell.text and "." not in cell.text:
            cell.text = f"{int(cell.text):,}".replace(",", rng.choice([",", "，", "﹐"]))


@trap
def totals_by_another_word(page: Page, rng: random.Random) -> None:
    """合计 for 总计, over columns and before the row of results."""
    for table in page.tables:
        for cell in table.cells():
            cell.text = cell.text.replace("总计", "合计")
