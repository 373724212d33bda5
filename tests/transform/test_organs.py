"""Names of organs: one spelling, one kind, one id."""

from __future__ import annotations

import pytest

from transform.organs import (
    canonical_name,
    complete_name,
    is_same_organ,
    mend_lookalike,
    organ_id,
    organ_kind,
    parent_name,
)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("颍泉区人民政府(办公室)", "颍泉区人民政府办公室"),
        ("颍泉区人民政府（办公室）", "颍泉区人民政府办公室"),
        (" 颍泉区 政府办公室", "颍泉区人民政府办公室"),
        ("上海市科委", "上海市科学技术委员会"),
        ("示例县发改局", "示例县发展和改革局"),
        ("示例县示例经济开发区管理委员会", "示例县示例经济开发区管委会"),
        ("江苏省国有资产监督管理委员会", "江苏省国有资产监督管理委员会"),
        ("示例县青山镇政府", "示例县青山镇人民政府"),
        ("示例县文旅局", "示例县文旅局"),
    ],
)
def test_one_spelling(printed: str, name: str) -> None:
    assert canonical_name(printed) == name
    assert canonical_name(name) == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("示例县人民政府", "government"),
        ("兴安盟行政公署", "government"),
        ("上海市浦东新区人民政府", "government"),
        ("示例县人民政府办公室", "office"),
        ("上海市人民政府办公厅", "office"),
        ("示例县财政局", "department"),
        ("阜阳市人民政府外事办公室", "department"),
        ("江苏省国有资产监督管理委员会", "department"),
        ("示例县青山镇人民政府", "township"),
        ("示例县城关街道办事处", "township"),
        ("示例县示例民族乡人民政府", "township"),
        ("平潭综合实验区管委会", "zone"),
        ("苏州工业园区管理委员会", "zone"),
        ("示例经济开发区", "zone"),
        ("示例市航空港经济综合实验区（示例综合保税区）管理委员会", "zone"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
    assert organ_kind(name) == kind


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("颍泉区人民政府办公室", "颍泉区人民政府"),
        ("沭阳县发改局", "沭阳县人民政府"),
        ("沭阳县人民政府", "宿迁市人民政府"),
        ("江苏省人民政府", None),
        ("平潭综合实验区管委会", "福建省人民政府"),
        ("苏州工业园区管委会", "苏州市人民政府"),
        ("示例县青山镇人民政府", "示例县人民政府"),
        ("示例县人民政府", None),
        ("青山镇人民政府", None),
    ],
)
def test_the_organ_above(name: str, parent: str | None) -> None:
    assert parent_name(name) == parent


def test_every_spelling_has_one_id_and_another_organ_another() -> None:
    ids = {organ_id("320813", name) for name in ("洪泽区人民政府", "淮安市洪泽区人民政府", "江苏省淮安市洪泽区 政府")}
    assert len(ids) == 1
    assert organ_id("320813", "洪泽区人民政府办公室") not in ids
    assert organ_id("990101", "示例县人民政府").startswith("990101-")
    assert len(organ_id("990101", "示例县人民政府")) == len("990101-") + 8


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("示例县文旅局", "示例县文化广电和旅游局", True),
        ("沭阳县发改局", "江苏省沭阳县发展和改革局", True),
        ("示例县人民政府", "示例县人民政府办公室", False),
        ("常青街道办事处", "合肥市包河区常青街道办事处", True),
        ("财政局", "合肥市包河区财政局", False),
        ("示例县民政局", "示例县财政局", False),
        ("示例县教育局", "样本县教育局", False),
    ],
)
def test_same_organ(one: str, other: str, is_same: bool) -> None:
    assert is_same_organ(one, other) is is_same
    assert is_same_organ(other, one) is is_same


@pytest.mark.parametrize(
    ("region", "organ"),
    [
        ("示例县", "示例县人民政府"),
        ("鄂尔多斯市", "鄂尔多斯市人民政府"),
        ("平潭综合实验区", "平潭综合实验区管委会"),
        ("青山镇", "青山镇人民政府"),
        ("城关街道", "城关街道办事处"),
        ("兴安盟", "兴安盟行政公署"),
        ("示例县财政局", "示例县财政局"),
    ],
)
def test_a_region_alone_means_its_government(region: str, organ: str) -> None:
    assert complete_name(region) == organ


def test_a_misread_region_is_mended_only_when_a_region_results() -> None:
    assert mend_lookalike("沐阳县人民政府") == "沭阳县人民政府"
    assert mend_lookalike("沐川县人民政府") is None
    assert mend_lookalike("示例县沐浴局") is None
