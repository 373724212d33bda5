"""Labels: what is the same label, what is a misprint, and what is another label altogether."""

from __future__ import annotations

import random

import pytest

from tests.transform.generator.numbers import distinct_numbers
from tests.transform.generator.page import make_page
from transform.forms import load_forms
from transform.models import Hints
from transform.parse import parse_document
from transform.words.labels import LabelIndex, fold_text, is_misprint, normalise_label, split_label


@pytest.mark.parametrize(
    "printed",
    [
        "1.属于国家秘密",
        "1、属于国家秘密",
        "①属于国家秘密",
        "（1）属于国家秘密",
        "属于 国家\n秘密",
        "其中：1.属于国家秘密",
        "“属于国家秘密”",
    ],
)
def test_same_label(printed: str) -> None:
    assert normalise_label(printed) == "属于国家秘密"


def test_years_are_no_numbering() -> None:
    assert normalise_label("2014年度") == "2014年度"


def test_radicals_are_ordinary_characters() -> None:
    assert fold_text("⻓江⽂件⼈⺠") == "长江文件人民"


def test_label_with_two_numberings() -> None:
    assert split_label("（三）不予公开 1.属于国家秘密") == ("(三)不予公开", "1.属于国家秘密")


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("其他法律行政止公开", "其他法律行政法规禁止公开"),
        ("行政法复议", "行政复议"),
        ("行政事业型收费", "行政事业性收费"),
    ],
)
def test_misprint(printed: str, label: str) -> None:
    assert is_misprint(printed, label)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("上年收费金额", "本年收费金额"),
        ("不予公开", "予以公开"),
        ("不同意公开答复数", "同意公开答复数"),
        ("本年废止件数", "本年制发件数"),
        ("行政处罚", "行政许可"),
        ("上年结转政府信息公开申请数量", "本年新收政府信息公开申请数量"),
        ("未经复议直接起诉", "复议后起诉"),
    ],
)
def test_another_label_is_no_misprint(printed: str, label: str) -> None:
    assert not is_misprint(printed, label)


def test_a_strict_index_forgives_nothing() -> None:
    index = LabelIndex([("行政事业性收费", "fees")], is_forgiving=False)
    assert index.find("行政事业型收费") is None
    hit = index.find("七、行政事业性收费")
    assert hit is not None
    assert hit.payloads == ("fees",)


def test_looking_up_similar_labels_finds_what_comparing_all_of_them_finds() -> None:
    labels = {normalise_label(row.label) for table in load_forms()["2021"].tables for row in table.rows}
    index = LabelIndex(((label, label) for label in sorted(labels)), is_forgiving=True)
    rng, letters, hits = random.Random(1), "".join(sorted(labels)), 0
    for _ in range(600):
        label = rng.choice(sorted(labels))
        at = rng.randrange(len(label))
        printed = label[:at] + rng.choice([rng.choice(letters), ""]) + label[at + rng.randint(0, 1) :]
        near = [other for other in labels if is_misprint(printed, other)] if printed not in labels else [printed]
        hit = index.find(printed) if normalise_label(printed) == printed else None
        assert hit is None or near == list(hit.payloads)
        hits += hit is not None
    assert hits > 100


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_rows_are_known_by_their_short_names(edition: str) -> None:
    """As narrow pages print them: 政府信息公开 is what the whole table is about."""
    page = make_page(edition, distinct_numbers(edition, random.Random(1)))
    shortened = page.html()
    for long, short in (
        ("本年新收政府信息公开申请数量", "本年新收申请数量"),
        ("上年结转政府信息公开申请数量", "上年结转申请数量"),
        ("补正后申请内容仍不明确", "补正后仍不明确"),
        ("结转下年度继续办理", "结转下年度"),
    ):
        assert long in shortened
        shortened = shortened.replace(long, short)
    assert {cell.key: cell.value for cell in parse_document(shortened.encode(), Hints()).cells} == page.truth
