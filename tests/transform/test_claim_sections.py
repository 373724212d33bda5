"""What stands under a heading is of what the heading says: plans, past years and other organs state no own figure."""

from __future__ import annotations

import pytest

from tests.transform.test_claims import stated
from transform.prose.sections import heading_level

BUREAU, TOWN = "示例县教育局", "示例县云山镇人民政府"


@pytest.mark.parametrize(
    "lines",
    [
        ("（二）下一步工作打算", "（1）全年公开信息700条。", "办结信息公开申请率达标，办结申请8件。"),
        ("下一步工作打算", "一是公开信息700条；二是办结信息公开申请8件。", "三是制发规范性文件2件。"),
        ("六、2024年工作计划", "1.信息公开", "全年公开信息700条。"),
        ("（一）2022年工作情况", "收到信息公开申请14件。"),
        ("上年度情况回顾：", "收到信息公开申请14件，予以公开9件。"),
        ("（三）乡镇情况", "2023年收到信息公开申请14件。"),
        ("附：各部门依申请公开情况", "收到信息公开申请14件。"),
        ("（三）各部门依申请公开情况。", "收到信息公开申请14件。"),
    ],
)
def test_under_a_heading_of_something_else_nothing_is_claimed(lines: tuple[str, ...]) -> None:
    assert stated(*lines, organ=BUREAU) == {}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("（一）2022年工作情况", "收到信息公开申请14件。", "（二）2023年工作情况", "收到信息公开申请9件。"),
            {"received": 9},
        ),
        (("上年度情况回顾：", "收到信息公开申请14件。今年收到信息公开申请9件。"), {"received": 9}),
        (("五、下一步打算", "公开信息700条。", "六、其他需要报告的事项", "收取信息处理费0元。"), {"processing_fee": 0}),
        (("五、存在的主要问题及改进情况", "收到信息公开申请9件。"), {"received": 9}),
        (("（二）上年结转申请办理情况", "收到信息公开申请9件。"), {"received": 9}),
        (("（一）各类信息公开情况", "公开信息700条。"), {"published": 700}),
    ],
)
def test_the_heading_holds_until_the_next_of_its_level(lines: tuple[str, ...], expected: dict[str, float]) -> None:
    assert stated(*lines, organ=BUREAU) == expected


def test_a_town_is_meant_by_a_heading_on_towns() -> None:
    assert stated("（一）镇本级公开情况", "公开信息700条。", organ=TOWN) == {"published": 700}


@pytest.mark.parametrize(
    ("text", "level"),
    [("一、总体情况", 0), ("（一）主动公开".replace("（", "(").replace("）", ")"), 1), ("1.申请", 2), ("办理结果:", 3),
     ("1.收到申请9件", None), ("收到申请9件。", None)],
)  # fmt: skip
def test_levels_of_headings(text: str, level: int | None) -> None:
    assert heading_level(text) == level
