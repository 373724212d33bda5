"""Traps in how cells and labels are written."""

from __future__ import annotations

import html
import random
import re
from decimal import Decimal

from tests.transform.generator.page import C, Page, T
from tests.transform.generator.registry import trap


@trap
def plain(page: Page, rng: random.Random) -> None:
    """Nothing special."""


@trap
def digits_in_spans(page: Page, rng: random.Random) -> None:
    """Word paste: every character in its own span, empty spans between."""
    page.wrap_value = lambda text: (
        "<p class=MsoNormal>" + "".join(f"<span>{html.escape(c)}</span>" for c in text) + "<span></span></p>"
    )


@trap
def word_paste(page: Page, rng: random.Random) -> None:
    """MsoNormal paragraphs with <o:p>, white space from the editor around them."""
    page.wrap_value = lambda text: f"\n  <p align=center><font>{html.escape(text)}</font><o:p>&nbsp;</o:p></p>\n  "
    page.wrap_label = lambda text: f"\n  <p><b><span>{html.escape(text)}</span></b><o:p></o:p></p>\n"


@trap
def nbsp_around(page: Page, rng: random.Random) -> None:
    """Non-breaking and ideographic spaces around numbers and inside labels."""
    page.wrap_value = lambda text: f"&nbsp;{html.escape(text)}\u3000&nbsp;"
    page.wrap_label = lambda text: "&nbsp;\u3000".join(html.escape(text))


@trap
def vertical_labels(page: Page, rng: random.Random) -> None:
    """One character a paragraph."""
    page.wrap_label = lambda text: "".join(f"<p>{html.escape(c)}</p>" for c in text)


@trap
def broken_labels(page: Page, rng: random.Random) -> None:
    """Labels broken over <br> and spans."""
    page.wrap_label = lambda text: (
        f"{html.escape(text[: len(text) // 2])}<br/><span>{html.escape(text[len(text) // 2 :])}</span>"
    )


@trap
def full_width(page: Page, rng: random.Random) -> None:
    """Full-width digits and brackets."""
    wide = {ord(a): chr(ord(a) + 0xFEE0) for a in "0123456789()"}
    page.wrap_value = lambda text: html.escape(text.translate(wide))
    page.wrap_label = lambda text: html.escape(text.translate(wide))


@trap
def dashes(page: Page, rng: random.Random) -> None:
    """Blank cells printed as dashes, slashes or 无."""
    for cell in page.value_cells():
        if not cell.text:
            cell.text = rng.choice(["-", "—", "——", "/", "无", "／"])


@trap
def counts_with_unit(page: Page, rng: random.Random) -> None:
    """9件, 3 项."""
    for cell in _counts(page):
        if cell.text:
            cell.text += rng.choice(["件", " 件", "项"])


@trap
def thousands(page: Page, rng: random.Random) -> None:
    """1,234 and 1，234."""
    for cell in page.value_cells():
        if cell.text:
            whole, dot, rest = f"{Decimal(cell.text):,}".partition(".")
            cell.text = whole.replace(",", rng.choice([",", "，"])) + dot + rest


@trap
def remarks(page: Page, rng: random.Random) -> None:
    """22（其中修订16件）."""
    for cell in _counts(page):
        if cell.text and rng.random() < 0.5:
            cell.text += rng.choice(["（其中修订1件）", "（含自然失效2件）", " (含上年3件)"])


@trap
def signs(page: Page, rng: random.Random) -> None:
    """减4, +22, --253 under 本年增/减."""
    for cell in page.value_cells():
        if cell.key and cell.key.endswith(".net_change") and cell.text:
            number = int(cell.text)
            positive, negative = rng.choice([("+", "-"), ("增", "减"), ("增加", "减少"), ("", "--")])
            cell.text = f"{positive if number >= 0 else negative}{abs(number)}"


@trap
def money_with_unit(page: Page, rng: random.Random) -> None:
    """251000元, 103.3879万元, 采购总金额(万元)."""
    unit = rng.choice(["元", "万元"])
    for cell in page.value_cells():
        if cell.text and page.form.by_key[cell.key or ""].value_type == "decimal":
            cell.text += unit


@trap
def entities(page: Page, rng: random.Random) -> None:
    """Digits as character references."""
    page.wrap_value = lambda text: "".join(f"&#{ord(c)};" for c in text)


@trap
def radicals(page: Page, rng: random.Random) -> None:
    """Kangxi and supplement radicals for ordinary characters, as PDF text has them."""
    table = str.maketrans(
        {"人": "⼈", "文": "⽂", "大": "⼤", "不": "不", "行": "⾏", "见": "⻅", "长": "⻓", "民": "⺠"}
    )
    page.wrap_label = lambda text: html.escape(text.translate(table))


@trap
def hidden_text(page: Page, rng: random.Random) -> None:
    """Comments, invisible spans and scripts inside cells."""
    page.wrap_value = lambda text: (
        f"<!--9--><span style='display:none'>7</span>{html.escape(text)}<script>var a=5;</script>"
    )


@trap
def number_in_table(page: Page, rng: random.Random) -> None:
    """Every number in a table of one cell inside its cell."""
    page.wrap_value = lambda text: f"<table><tr><td>{html.escape(text)}</td></tr></table>"


@trap
def bare_text(page: Page, rng: random.Random) -> None:
    """Some cells with paragraphs, some without, empty paragraphs before and after."""
    page.wrap_value = lambda text: rng.choice(
        ["{}", "<p>{}</p>", "<div><p></p><p>{}</p></div>", "{}<br>", "<p>{}</p><p>&nbsp;</p>"]
    ).format(html.escape(text))


@trap
def line_breaks_in_source(page: Page, rng: random.Random) -> None:
    """Tabs and newlines of the source around everything."""
    page.wrap_value = lambda text: f"\r\n\t\t{html.escape(text)}\r\n\t"
    page.wrap_label = lambda text: f"\r\n\t\t{html.escape(text)}\r\n\t"


@trap
def short_labels(page: Page, rng: random.Random) -> None:
    """The short printings the form knows."""
    variants = {
        label: row.variants for table in page.form.tables for row in table.rows for label in [row.label] if row.variants
    }
    rows = [row for table in page.tables for row in table.rows if any(cell.key for cell in row)]
    for cell in (cell for row in rows for cell in row if not cell.key):
        for label, choices in variants.items():
            if cell.text.endswith(label):
                cell.text = cell.text.removesuffix(label) + rng.choice(choices)


@trap
def numbering_dropped(page: Page, rng: random.Random) -> None:
    """Labels without their numbers."""
    for cell in _labels(page):
        cell.text = re.sub(r"^(?:[一二三四]、|\([一二三四五六七]\)|[0-9]\.)", "", cell.text)


@trap
def other_numbering(page: Page, rng: random.Random) -> None:
    """1、 and ① for 1., （一） for (一)."""
    circled = dict(zip("123456789", "①②③④⑤⑥⑦⑧⑨", strict=True))
    for cell in _labels(page):
        if match := re.match(r"^([0-9])\.", cell.text):
            cell.text = rng.choice([f"{match[1]}、", circled[match[1]], f"（{match[1]}）"]) + cell.text[2:]
        cell.text = cell.text.replace("(", "（").replace(")", "）")


@trap
def misprints(page: Page, rng: random.Random) -> None:
    """Misprints that were published."""
    wrong = {
        "其他法律行政法规禁止公开": "其他法律行政止公开",
        "行政复议": "行政法复议",
        "属于行政执法案卷": "属于行政执行案卷",
        "行政事业性收费": "行政事业型收费",
        "社会公益组织": "社会公益性组织",
        "无正当理由大量反复申请": "无正当理由大量反复的申请",
        "危及“三安全一稳定”": "危及三安全一稳定",
    }
    for cell in _labels(page):
        for right, printed in wrong.items():
            if cell.text.endswith(right):
                cell.text = cell.text.removesuffix(right) + printed


@trap
def glued_labels(page: Page, rng: random.Random) -> None:
    """（三）不予公开 and 1.属于国家秘密 in one cell, the group not spanning."""
    for row in page.table("t3").rows:
        for place, cell in enumerate(row):
            if cell.rowspan > 1 and cell.text.startswith("(") and place + 1 < len(row):
                row[place + 1].text = f"{cell.text}{row[place + 1].text}"
    _drop_groups(page.table("t3"))


@trap
def no_groups(page: Page, rng: random.Random) -> None:
    """The columns of group labels left out: one label column."""
    _drop_groups(page.table("t3"))


def _counts(page: Page) -> list[C]:
    return [cell for cell in page.value_cells() if page.form.by_key[cell.key or ""].value_type == "int"]


def _labels(page: Page) -> list[C]:
    return [cell for table in page.tables for cell in table.cells() if not cell.key]


def _drop_groups(table: T) -> None:
    for row in table.rows[3:]:
        row[:] = [cell for cell in row if cell.key or cell.rowspan == 1]
        for cell in row:
            cell.colspan = 1
    table.rows[0][0].colspan = 1
