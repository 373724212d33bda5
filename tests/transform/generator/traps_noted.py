"""Traps in what stands beside a number or a label: note marks, units, other digits, the other Chinese characters."""

from __future__ import annotations

import html
import random
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from tests.transform.generator.page import C, Page
from tests.transform.generator.registry import trap


def _mark_some(page: Page, rng: random.Random, marks: list[str]) -> None:
    def wrap(text: str) -> str:
        return html.escape(text) + (rng.choice(marks) if text and rng.random() < 0.3 else "")

    page.wrap_value = wrap


@trap
def circled_notes(page: Page, rng: random.Random) -> None:
    """12①."""
    _mark_some(page, rng, ["①", "②", " ①"])


@trap
def starred_notes(page: Page, rng: random.Random) -> None:
    """12*, 12※, 12†."""
    _mark_some(page, rng, ["*", "※", "†", "＊", " *"])


@trap
def bracketed_notes(page: Page, rng: random.Random) -> None:
    """12[1], 12〔2〕, 12（注1）."""
    _mark_some(page, rng, ["[1]", "〔2〕", "（注1）", "［1］", "[注]", "【1】"])


@trap
def raised_notes(page: Page, rng: random.Random) -> None:
    """12<sup>1</sup>, 12<sup>[2]</sup>, 12¹."""
    _mark_some(
        page,
        rng,
        ["<sup>[2]</sup>", "<sup>①</sup>", "<sup>*</sup>", "<sup><a href='#n1'>[1]</a></sup>", "<sup>注1</sup>"],
    )


@trap
def raised_digits(page: Page, rng: random.Random) -> None:
    """12<sup>1</sup>, 12¹."""
    _mark_some(page, rng, ["<sup>1</sup>", "<sup><a href='#n2'>2</a></sup>", "¹", "²"])


@trap
def raised_digits_alone(page: Page, rng: random.Random) -> None:
    """A raised mark in a blank cell, which is not the cell's number."""
    for cell in page.value_cells():
        if not cell.text:
            cell.markup = rng.choice(["<sup>1</sup>", "<p><sup><a href='#n3'>3</a></sup></p>", "&nbsp;"])


@trap
def linked_notes(page: Page, rng: random.Random) -> None:
    """12<a href="#_ftn1">[1]</a>."""
    _mark_some(page, rng, ["<a href='#_ftn1' name='_ftnref1'>[1]</a>", "<a href='#_ftn2'><span>[2]</span></a>"])


@trap
def noted_labels(page: Page, rng: random.Random) -> None:
    """Note marks behind labels."""
    marks = ["①", "*", "[1]", "<sup>1</sup>", "<sup>[2]</sup>", "※", "（注1）", "<sup>①</sup>"]
    page.wrap_label = lambda text: html.escape(text) + (rng.choice(marks) if text and rng.random() < 0.4 else "")


@trap
def units_in_labels(page: Page, rng: random.Random) -> None:
    """本年制发件数（件）, 自然人(件), 总计/件."""
    for table in page.tables:
        columns = {c.label for t in page.form.tables for c in [*t.columns, *(c for b in t.blocks for c in b.columns)]}
        for cell in table.cells():
            if cell.text in columns and "万元" not in cell.text:
                cell.text += rng.choice(["（件）", "(件)", "（单位：件）", "/件"])


@trap
def unit_rows(page: Page, rng: random.Random) -> None:
    """单位：件 above and below every table."""
    for table in page.tables:
        width = sum(cell.colspan for cell in table.rows[0])
        table.rows.insert(0, [C("单位：件", colspan=width)])
        table.rows.append([C("注：单位为件；0表示无。", colspan=width)])


@trap
def legend_rows(page: Page, rng: random.Random) -> None:
    """填表人, 审核人 and a date below every table."""
    for table in page.tables:
        width = sum(cell.colspan for cell in table.rows[0])
        table.rows.append([C("填表人：张三"), C("审核人：李四", colspan=max(width - 2, 1)), C("2024年1月10日")])


@trap
def numbered_columns(page: Page, rng: random.Random) -> None:
    """A row of column numbers below the header: 甲 乙 丙 1 2 3 …"""
    table = page.table("t3")
    table.rows.insert(3, [C("甲"), C("乙"), C("丙"), *(C(str(n)) for n in range(1, 8))])


@trap
def zeros_as_characters(page: Page, rng: random.Random) -> None:
    """0 as 〇 or 零."""
    for cell in page.value_cells():
        if cell.text == "0":
            cell.text = rng.choice(["〇", "零", "0"])


@trap
def zeros_as_dashes(page: Page, rng: random.Random) -> None:
    """0 as —: a dash is no number."""
    for cell in page.value_cells():
        if cell.text == "0":
            cell.text = rng.choice(["—", "／", "－"])
            if page.truth.get(cell.key or "") == 0:  # not so where the cell is another organ's
                page.truth[cell.key or ""] = None


@trap
def spaced_thousands(page: Page, rng: random.Random) -> None:
    """1，234件, １，２３４, 1,234.00."""
    wide = {ord(a): chr(ord(a) + 0xFEE0) for a in "0123456789,."}
    for cell in page.value_cells():
        if cell.text:
            text = f"{Decimal(cell.text):,}"
            is_count = page.form.by_key[cell.key or ""].value_type == "int"
            cell.text = rng.choice([text.translate(wide), f"{text}件" if is_count else text])


@cache
def _traditional() -> dict[int, str]:
    """The other way round of what the labels know."""
    rules = yaml.safe_load((Path(__file__).parent / "traditional.yaml").read_text(encoding="utf-8"))
    return str.maketrans(rules)


@trap
def traditional_characters(page: Page, rng: random.Random) -> None:
    """A page in traditional characters."""
    page.finish.append(lambda text: text.translate(_traditional()))


@trap
def traditional_words(page: Page, rng: random.Random) -> None:
    """政府資訊公開."""
    page.finish.append(lambda text: text.replace("信息", "资讯").translate(_traditional()))


@trap
def traditional_in_big5(page: Page, rng: random.Random) -> None:
    """The same in Big5."""
    page.finish.append(lambda text: text.translate(_traditional()).replace("utf-8", "big5"))
    page.encode = lambda text: text.encode("big5", "xmlcharrefreplace")
