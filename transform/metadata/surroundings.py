"""What stands around a report on its page: the path to it, who sent it in, whom to ask, the date below its title.

Weaker than what the report says of itself: asked only where that leaves a field open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from transform.metadata.names import is_organ
from transform.organs import organ_kind
from transform.words.dates import find_first_date
from transform.words.titles import is_folded_title

_STEP = re.compile(r"[>»›→]+")
_FEWEST_STEPS = 3
_CONTACT = re.compile(
    r"(?:请与|请联系|请向|可与|可向|请致电)([^,。;:()]{4,30}?)(?:办公室)?(?:联系|咨询|反映|反馈|询问|[(,:])"
)
_DATE = r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_DATE_ALONE = re.compile(
    rf"(?:(?:信息)?来源:[^\d]{{2,24}})?[(\[]?{_DATE}[)\]]?(?:;?\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
    r"(?:[|;]?(?:(?:信息)?来源|作者|浏览|阅读|点击|字体|字号|\[字).{0,30})?"
)
_STAMPED = re.compile(
    rf"(?!.{{0,20}}(?:今天|现在|当前|星期))[^\d]{{0,24}}{_DATE};?\d{{1,2}}:\d{{2}}(?::\d{{2}})?\D{{0,24}}"
)
_LINES_BELOW = 4
_LONGEST_LINE = 60


def find_step_organ(head: Sequence[str]) -> str | None:
    """The last organ on the path to the page: 首页 > 政府信息公开 > 示例县教育局 > 年报."""
    for line in head:
        steps = _STEP.split(line)
        if len(steps) >= _FEWEST_STEPS:
            return next((step for step in reversed(steps) if is_organ(step)), None)
    return None


def find_source_organ(source: str | None) -> str | None:
    """来源:示例县教育局; a government is the owner of the site as often as the one that reports."""
    return source if source and is_organ(source) and organ_kind(source) != "government" else None


def find_contact(head: Sequence[str]) -> str | None:
    """Whom to ask about the report: its organ, except that a government's is its office."""
    for line in head:
        for found in _CONTACT.finditer(line):
            if is_organ(found[1]) and organ_kind(found[1]) == "department":
                return found[1]
    return None


def find_date_below(head: Sequence[str]) -> date | None:
    """A date alone, or with its time of day, in the lines below the title."""
    for number, line in enumerate(head):
        if is_folded_title(line):
            return next(_dates_alone(head[number + 1 : number + 1 + _LINES_BELOW]), None)
    return None


def _dates_alone(lines: Sequence[str]) -> Iterator[date]:
    for line in (line for line in lines if len(line) <= _LONGEST_LINE):
        day = find_first_date(line) if _DATE_ALONE.fullmatch(line) or _STAMPED.fullmatch(line) else None
        if day:
            yield day
