"""Why a set of cells is likely, in the words of each language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from expectations.summary.names import names_of_forms
from expectations.summary.records import Suspect
from expectations.summary.suspects import marked_cells, suspect_sets
from expectations.summary.wording import Words


def told(why: str, language: str = "zh") -> str:
    one = Suspect("r", 1, "t3.carried_in.total", Decimal(0), Decimal(1), why)
    return suspect_sets([one], Words(language), names_of_forms(language))[0].why


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("mends T3-CARRY total", "改后 T3-CARRY（总计） 成立"),
        (
            "likelier wrong is the report on 2022 (t3.carried_out.total 5 → 2, t3.carried_out.natural_person 5 → 2)",
            "更可能有误的是2022 年度报告（结转下年 · 总计 5 → 2、结转下年 · 自然人 5 → 2）",
        ),
        ("or wrong is the text (reconsideration 3 → 2)", "也可能有误的是正文（行政复议 3 → 2）"),
        (
            "together with the report on 2022 (t2.normative_docs.in_force 4 → 5) and the text (received 1 → 2)",
            "并须改动2022 年度报告（规范性文件 · 现行有效 4 → 5）、正文（收到申请 1 → 2）",
        ),
        ("supported by the report on 2024: t3.carried_in.total 7", "与 2024 年度报告相符（上年结转 · 总计 7）"),
        ("supported by the text: 已答复9件", "正文写有“已答复9件”"),
        ("a zero missing", "漏写一个零"),
        ("carried the wrong way", "上年结转与结转下年填反"),
        ("a total not updated", "总计未随分项更新"),
    ],
)
def test_every_clause_has_its_words(clause: str, words: str) -> None:
    assert told(clause) == words


def test_english_names_the_cells_too() -> None:
    clause = "likelier wrong is the report on 2022 (t3.carried_out.total 5 → 2)"
    assert told(clause, "en") == "likelier wrong is the report on 2022 (Carried over · Total 5 → 2)"


def test_a_cell_is_not_marked_where_something_else_is_likelier_wrong() -> None:
    own = Suspect("r", 1, "t3.granted.total", Decimal(1), Decimal(2), "mends T3-FLOW total")
    other = Suspect(
        "r", 2, "t3.partial.total", Decimal(1), Decimal(2), "mends X; likelier wrong is the text (received 1 → 2)"
    )
    assert marked_cells([own, other]) == {"t3.granted.total"}
