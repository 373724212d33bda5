"""Codes of the real list, and the names that lead to one of them or to none."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date

import pytest

from transform.regions import find_ancestors, find_region, load_regions, read_region_prefix, shorten_name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("沭阳县", "321322"),
        ("江苏省沭阳县", "321322"),
        ("江苏省宿迁市 沭阳县", "321322"),
        ("洪泽区", "320813"),
        ("洪泽县", "320829"),
        ("南京鼓楼区", "320106"),
        ("北京市朝阳区", "110105"),
        ("上海市", "310000"),
        ("吉林市", "220200"),
        ("吉林省", "220000"),
        ("恩施州", "422800"),
        ("恩施市", "422801"),
        ("广西", "450000"),
        ("仙桃市", "429004"),
        ("芒市", "533103"),
        ("平潭综合实验区", "359000"),
        ("平潭县", "350128"),
        ("320813", "320813"),
    ],
)
def test_a_name_or_code_finds_its_region(name: str, code: str) -> None:
    region = find_region(name)
    assert region is not None
    assert region.code == code


@pytest.mark.parametrize(
    "name", ["鼓楼区", "江苏省鼓楼区", "朝阳区", "海南", "吉林", "示例县", "990101", "沭阳县政府", ""]
)
def test_an_ambiguous_or_unknown_name_finds_nothing(name: str) -> None:
    assert find_region(name) is None


def test_the_day_decides_between_two_codes_of_one_name() -> None:
    then, now = find_region("定州市", date(2016, 6, 1)), find_region("定州市", date(2024, 6, 1))
    assert then is not None
    assert now is not None
    assert (then.code, now.code) == ("139001", "130682")


def test_the_list_is_whole_and_its_parents_exist() -> None:
    regions = load_regions()
    codes = {region.code for region in regions}
    in_force = Counter(region.level for region in regions if region.valid_to is None)
    assert in_force["province"] == 34
    assert in_force["prefecture"] == 333
    assert 2840 < in_force["county"] < 2860
    assert {region.parent for region in regions} - {None} <= codes
    assert not {code for code in codes if code.startswith("99")}


def test_stretches_of_one_code_do_not_overlap() -> None:
    stretches: dict[str, list[tuple[date, date | None]]] = {}
    for region in load_regions():
        stretches.setdefault(region.code, []).append((region.valid_from, region.valid_to))
    for code, spans in stretches.items():
        ordered = sorted(spans)
        for (_, until), (since, _) in itertools.pairwise(ordered):
            assert until is not None, code
            assert until <= since, code


@pytest.mark.parametrize(
    ("organ", "prefix", "code"),
    [
        ("阜阳市颍泉区人民政府办公室", "阜阳市颍泉区", "341204"),
        ("北京市市场监督管理局", "北京市", "110000"),
        ("吉林市市场监督管理局", "吉林市", "220200"),
        ("苏州工业园区管委会", "苏州", "320500"),
        ("白云区人民政府", "白云区", None),
        ("示例县人民政府", "", None),
    ],
)
def test_an_organ_name_begins_with_its_region(organ: str, prefix: str, code: str | None) -> None:
    found = read_region_prefix(organ)
    assert organ[: found.length] == prefix
    assert (found.region.code if found.region else None) == code


def test_ancestors_are_nearest_first() -> None:
    district = find_region("洪泽区")
    assert district is not None
    assert [region.name for region in find_ancestors(district)] == ["淮安市", "江苏省"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("沭阳县", "沭阳"),
        ("芒市", "芒市"),
        ("恩施土家族苗族自治州", "恩施"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("浦东新区", "浦东"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert shorten_name(name) == short
