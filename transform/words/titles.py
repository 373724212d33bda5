"""What a report's title says: whose report it is, and for which year.

Titles come as 示例县财政局2023年政府信息公开工作年度报告, as 2019年上海市…年度报告, with the year behind in
brackets, with a site's name appended, or cut over two lines. 沭阳县政府信息公开年报 lends its 政府 to both words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transform.organs import complete_name
from transform.words.dates import find_years, fold_dates

_REPORT = re.compile(
    r"^(?P<before>.{0,60}?)(?P<subject>(?:政府)?(?:信息|政务)公开)(?P<between>[^。;;]{0,24}?)(?P<kind>年度?报告?|年报|报告|总结)"
    r"(?P<after>(?:[(\[【<《]?(?:20\d\d)(?:\d\d)?年?度?[)\]】>》]?)?)(?P<named>\([^()\d]{2,20}\))?"
)
_TABLE = re.compile(
    r"^(?P<before>.{0,40}?)(?:政府)?(?:信息|政务)公开(?:工作)?(?:基本)?(?:情况)?(?:年度)?(?:统计|汇总|基本情况|情况)?(?:报|数据)?表"
    r"(?P<after>[(\[【]?(?:20\d\d)?年?度?[)\]】]?)$"
)
_ANNEX = re.compile(
    r"^附[件表录]?\d{0,2}[::.、]?(?P<organ>[^\d,。;:()]{2,20}?(?:[局委厅府室会处]))(?:20\d\d年?度?)?"
    r"(?:基本)?(?:情况|数据)?(?:统计|汇总)?(?:情况|数据)?表?$"
)
_PLACE = re.compile(r"^.{1,12}?[省市县区旗州盟镇乡]")
_YEAR_WORDS = re.compile(
    r"[(\[【〔]?(?<!\d)20\d\d(?:20\d\d|\d\d)?(?!\d)(?:[-—~至]20\d\d)?(?:学年|年)?度?(?:全年)?[)\]】〕]?(?:的)?"
)
_LEADING = re.compile(
    r"^(?:正文|标题:|名称:|附[件表录]?\d*[::.]|附件\d*|关于(?:印发|公布|发布|报送|上报)?|公布|发布|印发|转发|一图读懂|图解[::]?|中国[·•]?(?!人民银行|证券|地震|气象)|#+)+"
)
_TRAILING = re.compile(r"(?:关于(?:报送|印发|公布|发布|上报)?|的|本级|工作|开展|落实|做好|全面|年度|[::,、\-—_|·•])++$")
_LABEL_BEFORE = re.compile(r"^[【\[(][^】\])]{1,8}(?<![省市县区旗州镇乡局委办厅])[】\])]")  # 【年报】
_ALSO_NAMED = re.compile(r"(?<!政府)\([^()]*\)$|(?<=政府)\((?!办公[室厅]\)$)[^()]*\)$")
_BRACKETS = re.compile(r"[<>《》“”\"'【】\[\]]")
_ORGAN_ENDING = re.compile(
    r"(?:.{2}政府|公署|办公?室?|办公厅|.{2}委|委员会|管委会|办事处|[局厅部处站所院校队馆社署团]|海关|[中小]学|幼儿园|银行|[分支]行|中心|公司|集团|协会|联合会|总会|学会|大学)$"
)
_PROSE = re.compile(r"[。;,]")
_LONGEST_LINE = 110
_LONGEST_TAIL = 12  # characters behind the title: a site's name
_LONGEST_ORGAN = 25
_NO_NAME = re.compile(r"[。;,、::()|\d]|单位|公开|网$")
_NOT_A_REPORT = re.compile(r"指南|目录|规定|制度|办法|通知|格式|模板|填报说明|解读|申请表")


@dataclass(frozen=True, slots=True)
class TitleParts:
    """``text`` is the title itself, without what a site appends; ``organ`` is completed (沭阳县 → 沭阳县人民政府)."""

    text: str
    organ: str | None
    year: int | None


def read_title(title: str) -> TitleParts | None:
    """Take a title apart; None where it is no title of an annual report on disclosure."""
    return read_folded_title(fold_dates(title))


def read_folded_title(folded: str) -> TitleParts | None:
    """`read_title` of a text that `fold_dates` has folded."""
    if "公开" not in folded:
        return None
    if "|" in folded:  # a table that came as text: 名称 | 宿迁市人民政府办公室2014年政府信息公开年度报告 | |
        return next((title for part in folded.split("|") if (title := read_folded_title(part))), None)
    found = _REPORT.match(_LEADING.sub("", folded))
    if not found or _NOT_A_REPORT.search(found["before"] + found["between"]):
        return None
    years = find_years(found["before"] + found["between"] + found["after"])
    organ = _read_organ(found["before"]) or _read_organ((found["named"] or "")[1:-1])
    return TitleParts(found[0], organ, years[-1] if years else None)


def read_whole_title(text: str) -> TitleParts | None:
    """`read_title` of a line that is a title and nothing more, so that it may be taken from running text."""
    return _read_whole(fold_dates(text))


def is_whole_title(text: str) -> bool:
    """Whether `read_whole_title` finds one."""
    return read_whole_title(text) is not None


def is_folded_title(folded: str) -> bool:
    """`is_whole_title` of a text that `fold_dates` has folded."""
    return _read_whole(folded) is not None


def _read_whole(folded: str) -> TitleParts | None:
    if "公开" not in folded or len(folded) > _LONGEST_LINE or _PROSE.search(folded):
        return None
    parts = read_folded_title(folded)
    return parts if parts is not None and len(folded) <= len(parts.text) + _LONGEST_TAIL else None


def read_table_title(title: str) -> TitleParts | None:
    """Take apart what a table is headed by (甲镇2020年政府信息公开情况统计表); None where it is no such heading."""
    if "公开" not in title or "表" not in title:
        return None
    folded = _LEADING.sub("", fold_dates(title))
    found = _TABLE.match(folded)
    if not found:
        return None
    years = find_years(found["before"] + found["after"])
    return TitleParts(folded, _read_organ(found["before"]), years[-1] if years else None)


def read_annex_title(title: str) -> TitleParts | None:
    """附件1：示例县财政局统计表, 附：示例县财政局: an annex that is headed by an organ's full name."""
    found = _ANNEX.match(folded := fold_dates(title)) if title.startswith("附") else None
    if not found or not _PLACE.match(found["organ"]) or not is_organ_name(found["organ"]):
        return None
    years = find_years(folded)
    return TitleParts(folded, complete_name(found["organ"]), years[-1] if years else None)


def read_organ_heading(text: str) -> TitleParts | None:
    """示例县财政局, with its place and nothing else: the heading of what is that organ's."""
    is_full = 4 < len(text) <= _LONGEST_ORGAN and _PLACE.match(text) is not None and is_organ_name(text)
    return TitleParts(text, complete_name(text), None) if is_full and not _NO_NAME.search(text) else None


def _read_organ(before: str) -> str | None:
    """The organ in what stands before 政府信息公开, by its first name: without 【年报】, (本级) and a second name."""
    text = _LABEL_BEFORE.sub("", _YEAR_WORDS.sub("", before))
    text = _TRAILING.sub("", _LEADING.sub("", _BRACKETS.sub("", text)))
    text = _ALSO_NAMED.sub("", text)
    if text.endswith("人民"):  # 沭阳县人民政府信息公开年报
        text += "政府"
    name = complete_name(text)
    return name if is_organ_name(name) else None


def is_organ_name(name: str) -> bool:
    """Whether a name ends as organs' names do, institutions and companies included."""
    return _ORGAN_ENDING.search(name) is not None
