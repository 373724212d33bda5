"""Reads the sample county's pages by themselves: addresses and tables, with the form's labels and nothing else."""

from __future__ import annotations

import json
import re
import unicodedata
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag

from tests.sample_county import ReportTruth
from tests.sample_county.forms import ALL_COLUMNS, load_forms
from transform.forms import load_forms as load_national_forms

BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
SHORT_LABELS = {
    "逾期不补正": "other_overdue_correction",
    "逾期不缴费": "other_overdue_fee",
    "部分公开": "partial",
    "其他法律行政止公开": "refused_law_forbids",
    "行政事业型收费": "admin_fees",
}


def get(url: str, **headers: str) -> requests.Response:
    """One request."""
    return requests.get(url, headers=headers, timeout=10)


def read(url: str) -> requests.Response:
    """The page, asked twice where the host is busy at first, and followed where it sends the browser on."""
    response = get(url)
    if response.status_code == 503:
        response = get(url)
    onward = re.search(rb'http-equiv="refresh" content="0;url=([^"]+)"', response.content)
    return get(urljoin(url, onward[1].decode())) if onward else response


def body_of(page: requests.Response, report: ReportTruth) -> str:
    """The page's text, or the report's part of it where a script holds it."""
    text = page.content.decode(report.charset)
    if "window._CONFIG" in text:
        detail = json.loads(re.search(r"DETAIL: (\{.*\}),$", text, re.MULTILINE)[1])  # type: ignore[index]
        return str(detail["content"])
    return text


def fold(text: str) -> str:
    """A label without numbering, white space, quotes and width."""
    plain = re.sub(r"[\s\"“”]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^([一二三四五六七八九]、|\([一二三四五六七]\)|\d[.、])", "", plain)


def fold_number(text: str) -> str:
    """A cell's text without white space."""
    return re.sub(r"\s", "", text)


def read_tables(html: str, edition: str) -> dict[str, str]:
    """Cell texts by key, taken by row label and by order within the row: a reading of its own."""
    cells: dict[str, str] = {}
    codes = _row_codes(edition)
    for row in BeautifulSoup(html, "lxml" if html.count("</td>") > 50 else "html5lib").find_all("tr"):
        texts = [fold_number(cell.get_text()) for cell in row.find_all("td", recursive=False)]
        cells |= _read_row(row, texts, codes, edition)
    return cells


def _row_codes(edition: str) -> dict[str, str]:
    form = load_national_forms()[edition]
    return SHORT_LABELS | {fold(cell.row_label): cell.row for cell in (*form.optional_cells, *form.cells)}


def _read_row(row: Tag, texts: list[str], codes: dict[str, str], edition: str) -> dict[str, str]:
    form = load_national_forms()[edition]
    if edition == "2014":
        code = _yearly_code(texts, codes, row)
        return {f"g1.{code}": texts[2]} if code else {}
    if len(texts) == 15:
        columns = ("upheld", "corrected", "other_outcome", "pending", "total")
        keys = [f"t4.{block}.{column}" for block in BLOCKS for column in columns]
        return dict(zip(keys, texts, strict=True))
    label = fold(next((text for text in reversed(texts[:-7]) if text), ""))
    if 8 <= len(texts) <= 10 and label in codes:
        return {f"t3.{codes[label]}.{c}": t for c, t in zip(ALL_COLUMNS, texts[-7:], strict=True)}
    if texts and fold(texts[0]) in codes and len(texts) <= 4:
        keys = [cell.key for cell in form.cells if cell.table == "t2" and cell.row == codes[fold(texts[0])]]
        return dict(zip(keys, texts[1:], strict=True)) if len(keys) == len(texts) - 1 else {}
    return {}


def _yearly_code(texts: list[str], codes: dict[str, str], row: Tag) -> str | None:
    """Labels such as 其他情形数 stand in two sections: the number of earlier rows of that name decides."""
    if len(texts) not in (3, 4) or texts[1] in ("单位", "计量单位", ""):
        return None
    rows = [item for item in load_forms().g1.rows if item.code and fold(item.label) == fold(texts[0])]
    earlier = sum(fold(tr.find("td").get_text()) == fold(texts[0]) for tr in row.find_previous_siblings("tr"))
    return rows[earlier].code
