"""Which titles are reports, of whom and of which year."""

from __future__ import annotations

from typing import Literal

import pytest

from extract.registry import Source
from extract.titles import judge_title


def source(organ: str, covers: Literal["own", "area"] = "own", **fields: object) -> Source:
    content = {"id": "a", "region": "990101", "organ": organ, "platform": "trs", "url": "http://www.shili.gov.cn/nb/"}
    return Source.model_validate({**content, "covers": covers, "within": ["示例省", "示例市"], **fields})


AREA = source(
    "示例县人民政府",
    "area",
    organs=[
        "示例县人民政府办公室",
        "示例县教育局",
        "示例县发展和改革委员会",
        "示例县市场监督管理局",
        {"name": "示例县交通运输局", "aliases": ["示例县交通局"]},
        "示例县龙门镇人民政府",
    ],
)
OWN = source("示例县教育局")


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("示例县人民政府2023年政府信息公开工作年度报告", "示例县人民政府", 2023),
        ("示例县2023年政府信息公开工作年度报告", "示例县人民政府", 2023),
        ("2023年示例县人民政府信息公开工作年度报告", "示例县人民政府", 2023),
        ("示例省示例市示例县教育局2023年政府信息公开工作年度报告", "示例县教育局", 2023),
        ("县教育局２０２３年政府信息公开年报", "示例县教育局", 2023),
        ("县发改委2023年政府信息公开年报", "示例县发展和改革委员会", 2023),
        ("示例县市场监管局2023年政府信息公开年报", "示例县市场监督管理局", 2023),
        ("市场监督管理局2023年政府信息公开年报", "示例县市场监督管理局", 2023),
        ("示例县交通局2018年政府信息公开工作年度报告", "示例县交通运输局", 2018),
        ("龙门镇2023年政府信息公开工作年度报告", "示例县龙门镇人民政府", 2023),
        ("虎跃镇人民政府二〇二三年政府信息公开工作年度报告", "虎跃镇人民政府", 2023),
        ("示例县人民政府办公室关于2023年政府信息公开工作年度报告的公告", "示例县人民政府办公室", 2023),
        ("县政府办公室2020年政府信息公开工作年度报告（2021年1月发布）", "示例县人民政府办公室", 2020),
        ("2023年政府信息公开工作年度报告（示例县教育局）", "示例县教育局", 2023),
        ("示例县202020年政府信息公开工作年度报告", "示例县人民政府", 2020),
        ("示例县教育局202023年政府信息公开工作年度报告", "示例县教育局", 2023),
        ("示例县教育局2023年政府信息公开工作…", "示例县教育局", 2023),
        ("示例县住房和城乡建设局2012年政府信息公开工作报告", "示例县住房和城乡建设局", 2012),
        ("经济开发区管委会2023年政府信息公开工作年度报告", "经济开发区管委会", 2023),
        ("2023年政府信息公开工作年度报告", None, 2023),
    ],
)
def test_reports_of_an_area_are_taken(title: str, organ: str | None, year: int) -> None:
    verdict = judge_title(title, AREA)
    assert verdict.is_accepted, verdict.reason
    assert (verdict.organ, verdict.year) == (organ, year)


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("2023年度示例县政府网站工作年度报表", "not an annual report"),
        ("示例县2023年法治政府建设年度报告", "not an annual report"),
        ("示例县2023年法治政府建设和政府信息公开工作年度报告", "法治政府"),
        ("一图读懂示例县2023年政府信息公开工作年度报告", "picture summary"),
        ("示例县2023年政府信息公开工作年度报告解读", "explanation"),
        ("示例县召开政府信息公开工作年度报告编制培训会", "news"),
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知", "a notice"),
        ("示例县政府信息公开指南", "not an annual report"),
        ("示例县2023年第三季度政府信息公开工作报告", "less than a year"),
        ("示例县2023年国民经济和社会发展统计公报", "not an annual report"),
        ("示例市2023年政府信息公开工作年度报告", "superior organ: 示例市"),
        ("示例省人民政府2023年政府信息公开工作年度报告", "superior organ"),
        ("示例市教育局2023年政府信息公开年报", "superior organ"),
        ("市教育局2023年政府信息公开年报", "superior organ"),
        ("邻县2023年政府信息公开工作年度报告", "another organ: 邻县"),
        ("示例市邻近县教育局2023年政府信息公开工作年度报告", "another organ"),
    ],
)
def test_what_is_refused_says_why(title: str, reason: str) -> None:
    verdict = judge_title(title, AREA)
    assert not verdict.is_accepted
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("title", "is_accepted", "reason"),
    [
        ("2023年政府信息公开工作年度报告", True, "in the organ's own list"),
        ("教育局2023年政府信息公开工作年度报告", True, "names 示例县教育局"),
        ("示例县教体局2023年政府信息公开年报", False, "another organ"),
        ("示例县2023年政府信息公开工作年度报告", False, "superior organ"),
        ("示例县人民政府办公室2023年政府信息公开工作年度报告", False, "superior organ"),
        ("示例县交通局2023年政府信息公开工作年度报告", False, "another organ"),
    ],
)
def test_an_own_list_carries_one_organ(title: str, is_accepted: bool, reason: str) -> None:
    verdict = judge_title(title, OWN)
    assert verdict.is_accepted is is_accepted
    assert reason in verdict.reason


def test_a_renamed_organ_is_known_by_its_alias() -> None:
    renamed = source("示例县教育局", aliases=["示例县教育体育局"])
    assert judge_title("示例县教体局2023年政府信息公开年报", renamed).organ == "示例县教育局"


def test_government_and_its_office_are_two_organs() -> None:
    office = source("示例县人民政府办公室")
    assert judge_title("示例县政府办2023年政府信息公开工作年度报告", office).is_accepted
    assert not judge_title("示例县人民政府2023年政府信息公开工作年度报告", office).is_accepted
